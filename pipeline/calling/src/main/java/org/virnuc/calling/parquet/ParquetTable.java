package org.virnuc.calling.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.virnuc.files.NativeLibraryException;
import org.virnuc.files.ZstdLibrary;

/**
 * Writes a table as a Parquet file, compressed with Zstandard, in row groups of a few megabytes. Every column has a
 * value in every row. The same rows give the same bytes.
 */
public final class ParquetTable implements Closeable {
    private static final int GROUP_BYTES = 16 << 20;
    private static final int PAGE_BYTES = 1 << 20;

    private final ParquetWriter<Object[]> writer;

    /** The type of a column. */
    public enum Kind {
        TEXT(PrimitiveTypeName.BINARY),
        LONG(PrimitiveTypeName.INT64),
        FLOAT(PrimitiveTypeName.FLOAT),
        BOOLEAN(PrimitiveTypeName.BOOLEAN);

        private final PrimitiveTypeName type;

        Kind(PrimitiveTypeName type) {
            this.type = type;
        }
    }

    /** A column by its name. */
    public record Column(String name, Kind kind) {}

    /**
     * Loads the compression library, so that a run fails before it computes if the library is missing.
     *
     * @throws NativeLibraryException if the library cannot be loaded
     */
    public static void prepare() {
        ZstdLibrary.load();
    }

    /**
     * Starts a table.
     *
     * @param name of the table, as the file's schema has it
     * @param out stays open
     */
    public ParquetTable(String name, List<Column> columns, OutputStream out) throws IOException {
        prepare();
        this.writer = new Builder(new StreamFile(out), schema(name, columns))
                .withConf(new PlainParquetConfiguration())
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize((long) GROUP_BYTES)
                .withPageSize(PAGE_BYTES)
                .build();
    }

    /** Adds a row: for each column a String, a Long, a Float or a Boolean. */
    public void add(Object... values) throws IOException {
        writer.write(values);
    }

    /** Writes the remaining rows and the end of the file. */
    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static MessageType schema(String name, List<Column> columns) {
        Types.MessageTypeBuilder schema = Types.buildMessage();
        for (Column column : columns) {
            schema.addField(
                    column.kind() == Kind.TEXT
                            ? Types.required(column.kind().type)
                                    .as(LogicalTypeAnnotation.stringType())
                                    .named(column.name())
                            : Types.required(column.kind().type).named(column.name()));
        }
        return schema.named(name);
    }

    private static final class Builder extends ParquetWriter.Builder<Object[], Builder> {
        private final MessageType schema;

        Builder(OutputFile file, MessageType schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        @SuppressWarnings("deprecation") // has to be there; the other one is called
        protected WriteSupport<Object[]> getWriteSupport(org.apache.hadoop.conf.Configuration configuration) {
            return new RowSupport(schema);
        }

        @Override
        protected WriteSupport<Object[]> getWriteSupport(ParquetConfiguration configuration) {
            return new RowSupport(schema);
        }
    }
}
