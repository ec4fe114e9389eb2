package org.virnuc.models.head;

import java.nio.file.Path;
import java.util.List;
import org.virnuc.models.ModelException;
import org.virnuc.models.checkpoint.CheckpointReader;
import org.virnuc.models.checkpoint.TensorCheck;
import org.virnuc.models.checkpoint.TensorInfo;

/**
 * The layer sizes of a head, read from the shapes of its tensors because its file has no config.
 *
 * @param prefix common prefix of the tensor names
 * @param features number of inputs
 * @param hidden width of the hidden layer
 */
record HeadConfig(String prefix, int features, int hidden) {

    /**
     * Reads the sizes from the first layer.
     *
     * @throws ModelException if there is no such layer
     */
    static HeadConfig of(Path path, CheckpointReader reader) {
        String prefix = TensorCheck.prefixOf(reader, HeadWeights.HIDDEN + ".weight");
        TensorInfo layer = reader.tensors().get(prefix + HeadWeights.HIDDEN + ".weight");
        if (layer == null || layer.shape().size() != 2 || layer.elements() == 0) {
            throw new ModelException(
                    path + " is not a head: it has no " + HeadWeights.HIDDEN + ".weight of two dimensions; found "
                            + reader.tensors().keySet().stream().limit(5).toList());
        }
        List<Long> shape = layer.shape();
        return new HeadConfig(prefix, Math.toIntExact(shape.get(1)), Math.toIntExact(shape.get(0)));
    }
}
