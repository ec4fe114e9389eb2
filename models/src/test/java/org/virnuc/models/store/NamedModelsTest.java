package org.virnuc.models.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnuc.models.ModelException;

class NamedModelsTest {

    @Test
    void aPartOfAnUnknownRoleIsNoModel(@TempDir Path folder) throws IOException {
        NamedModels names = new NamedModels(folder);
        NamedModel.Part part = new NamedModel.Part("mine", "protein", "/models/mine", "0".repeat(64), null);
        names.put(new NamedModel(
                NamedModel.FORMAT, "mine", NamedModel.IMPORTED, null, null, List.of(), List.of(part), List.of()));
        assertThat(names.find("mine")).get().extracting(NamedModel::kind).isEqualTo("protein");
        Path file = folder.resolve("mine.json");
        Files.writeString(file, Files.readString(file).replace("\"protein\"", "\"rna\""));
        assertThatThrownBy(() -> names.find("mine"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + " does not describe a model (")
                .hasMessageContaining("role rna is unknown; there are dna, protein, head")
                .hasMessageEndingWith("); remove it, and import or pull again");
    }
}
