package org.virnuc.models.family;

import java.io.IOException;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.torchscript.GraphTarget;
import org.virnuc.models.torchscript.ScriptModule;

/** One encoder or head as its config or file headers describe it; no weights are loaded. */
public interface ModelBlueprint {

    /** The length of an encoder's vectors, or the number of features that a head takes. */
    int dimension();

    /** The number of weights that take part in the computation. */
    long parameters();

    /**
     * The model part as a TorchScript module with its weights.
     *
     * @param reader an open checkpoint of the files that this blueprint was read from
     * @param target element type and back end to generate the graph for
     * @throws org.virnuc.models.ModelException naming every tensor that is missing, misshaped or unexpected
     */
    ScriptModule graph(CheckpointReader reader, GraphTarget target) throws IOException;
}
