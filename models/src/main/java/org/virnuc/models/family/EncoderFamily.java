package org.virnuc.models.family;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.virnuc.models.checkpoint.ModelConfig;
import org.virnuc.models.checkpoint.ModelFiles;

/**
 * A kind of encoder, such as ESM-2: it turns sequences into vectors, and is recognized by the {@code model_type} of its
 * config.
 */
public interface EncoderFamily extends ModelFamily {

    /** The name its authors gave it, for messages, such as {@code ESM-2}. */
    String title();

    /** The {@code model_type} in the config of its published models. */
    String modelType();

    @Override
    default boolean matches(Path path) throws IOException {
        Path config = files(path).config();
        return Files.isRegularFile(config)
                && ModelConfig.read(config).word("model_type").equals(modelType());
    }

    @Override
    EncoderBlueprint read(ModelFiles files) throws IOException;
}
