package org.virnuc.models.store;

import java.io.IOException;
import java.nio.file.Path;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.FrameClassifier;
import org.virnuc.models.ModelException;
import org.virnuc.models.ModelRole;
import org.virnuc.models.SequenceEncoder;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.Checkpoints;
import org.virnuc.models.checkpoint.ModelFiles;
import org.virnuc.models.engine.EncoderRuntime;
import org.virnuc.models.engine.ExecutionProfile;
import org.virnuc.models.family.EncoderBlueprint;
import org.virnuc.models.family.ModelBlueprint;
import org.virnuc.models.family.ModelFamily;
import org.virnuc.models.torchscript.ArchiveCache;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.TorchScriptArchive;

/** Loads model parts of any family, and converts their weights if this machine has not converted them yet. */
final class PartOpener {
    private final ModelFamilies families;
    private final ArchiveCache archives;
    private final Path cacheDir;

    PartOpener(ModelFamilies families, Path cacheDir) {
        this.families = families;
        this.archives = new ArchiveCache(cacheDir.resolve("archives"));
        this.cacheDir = cacheDir;
    }

    /** Loads an encoder on the devices of the profile. */
    SequenceEncoder encoder(ModelPart part, ExecutionProfile profile) throws IOException {
        ModelFamily family = families.get(part.family());
        ModelFiles files = family.files(part.path());
        if (!(family.read(files) instanceof EncoderBlueprint blueprint)) {
            throw new ModelException(
                    "model " + part.id() + " is a " + part.role().word() + " part, not an encoder");
        }
        Path archive = archive(part, files, blueprint, profile.target());
        EncoderInfo info = EncoderInfo.of(part.id())
                .sha256(part.sha256())
                .layout(files.layout())
                .parameters(blueprint.parameters())
                .precision(profile.precision().word())
                .device(profile.deviceNames())
                .build();
        EncoderRuntime runtime = new EncoderRuntime(profile, cacheDir);
        Tokenizer tokenizer = runtime.loading(blueprint::tokenizer);
        try {
            return runtime.encoder(archive, tokenizer, blueprint.dimension(), info);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /** Loads a head on the CPU in fp32, whatever the profile says. */
    FrameClassifier head(ModelPart part, ExecutionProfile profile) throws IOException {
        if (part.role() != ModelRole.HEAD) {
            throw new ModelException(
                    "model " + part.id() + " is a " + part.role().word() + " part, not a head");
        }
        ModelFamily family = families.get(part.family());
        ModelFiles files = family.files(part.path());
        ModelBlueprint blueprint = family.read(files);
        Path archive = archive(part, files, blueprint, GraphTarget.FP32_PLAIN);
        return new EncoderRuntime(profile, cacheDir).classifier(archive, blueprint.dimension());
    }

    private Path archive(ModelPart part, ModelFiles files, ModelBlueprint blueprint, GraphTarget target) {
        int version = families.get(part.family()).graphVersion();
        return archives.get(new ArchiveCache.Key(part.family(), part.sha256(), target.name(), version), path -> {
            try (CheckpointReader reader = Checkpoints.open(files.weights())) {
                TorchScriptArchive.write(path, blueprint.graph(reader, target));
            }
        });
    }
}
