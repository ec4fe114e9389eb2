package org.virnuc.models.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.virnuc.models.EncoderInfo;
import org.virnuc.models.Tokenizer;
import org.virnuc.models.checkpoint.ElementType;
import org.virnuc.models.torchscript.ScriptModule;
import org.virnuc.models.torchscript.TorchScriptArchive;
import org.virnuc.models.torchscript.Weight;

/** Archives that take a known amount of a device's memory or time, and encoders of one letter a token over them. */
final class GpuGraphs {
    /** A row has one token for each letter. */
    static final Tokenizer LETTERS =
            texts -> texts.stream().map(text -> text.chars().toArray()).toArray(int[][]::new);

    private static final String HUNGRY =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                scratch = torch.zeros([torch.size(ids, 0), torch.mul(torch.size(ids, 1), FLOATS)], dtype=6, layout=None, device=ids.device, pin_memory=None)
                lengths = torch.sum(torch.to(torch.ge(ids, 0), 6), [1])
                sums = torch.sum(torch.to(torch.clamp_min(ids, 0), 6), [1])
                return torch.stack([torch.add(lengths, torch.select(scratch, 1, 0)), sums], 1)
            """;

    private static final String BUSY =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                w = torch.full([WIDTH, WIDTH], FRACTION, dtype=6, layout=None, device=ids.device, pin_memory=None)
                x = w
                for i in range(PRODUCTS):
                  x = torch.matmul(x, w)
                corner = torch.select(torch.select(x, 0, 0), 0, 0)
                return torch.add(torch.to(torch.slice(ids, 1, 0, 1), 6), corner)
            """;

    private static final String LOOKUP =
            """
              def forward(self: __torch__.Probe, ids: Tensor) -> Tensor:
                found = torch.index_select(self.weight, 0, torch.reshape(ids, [-1]))
                return torch.sum(torch.reshape(found, [torch.size(ids, 0), torch.size(ids, 1)]), [1], True)
            """;

    private GpuGraphs() {}

    /** Gives the number of a row's ids and their sum, and takes {@code floatsPerToken} floats of memory for every token of a batch. */
    static Path hungry(Path archive, long floatsPerToken) throws IOException {
        return write(archive, HUNGRY.replace("FLOATS", Long.toString(floatsPerToken)), 0f);
    }

    /** Gives one number a row after {@code products} products of square matrices in fp32. */
    static Path busy(Path archive, int width, int products) throws IOException {
        String forward = BUSY.replace("WIDTH", Integer.toString(width))
                .replace("FRACTION", Double.toString(1.0 / width))
                .replace("PRODUCTS", Integer.toString(products));
        return write(archive, forward, 0f);
    }

    /** Gives the sum of the weights that the ids of a row name; ids beyond the weights are a fault of the device's program. */
    static Path lookup(Path archive, float... weights) throws IOException {
        return write(archive, LOOKUP, weights);
    }

    private static Path write(Path archive, String forward, float... weights) throws IOException {
        ScriptModule module = ScriptModule.of("Probe", forward).tensor("weight", Weight.of(weights), ElementType.F32);
        TorchScriptArchive.write(archive, module);
        return archive;
    }

    /** An encoder whose batches have {@code tokens} tokens wherever there is enough work; closes the sessions. */
    static BatchedEncoder encoder(int batchTokens, int dimension, EncoderSession... sessions) {
        List<EncoderDevice> devices = Stream.of(sessions)
                .map(session -> new EncoderDevice(session, 1))
                .toList();
        BatchedEncoder.Limits limits = new BatchedEncoder.Limits(new BatchSizes(batchTokens, batchTokens), 1, () -> {});
        EncoderInfo info = EncoderInfo.of("probe").precision("fp32").build();
        return new BatchedEncoder(LETTERS, new LoadedDevices(devices, batchTokens, List.of()), dimension, limits, info);
    }
}
