package org.virnuc.calling.parquet;

import java.util.Map;
import java.util.Objects;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/** Hands the values of a row to Parquet, column by column. */
final class RowSupport extends WriteSupport<Object[]> {
    private final MessageType schema;
    private @Nullable RecordConsumer consumer;

    RowSupport(MessageType schema) {
        this.schema = schema;
    }

    @Override
    @SuppressWarnings("deprecation") // has to be there; the other one is called
    public WriteContext init(org.apache.hadoop.conf.Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(Object[] row) {
        if (row.length != schema.getFieldCount()) {
            throw new IllegalArgumentException(
                    schema.getName() + ": " + row.length + " values for " + schema.getFieldCount() + " columns");
        }
        RecordConsumer to = Objects.requireNonNull(consumer, "Parquet prepares before it writes");
        to.startMessage();
        for (int column = 0; column < row.length; column++) {
            String name = schema.getFieldName(column);
            to.startField(name, column);
            add(row[column], to);
            to.endField(name, column);
        }
        to.endMessage();
    }

    private static void add(Object value, RecordConsumer to) {
        if (value instanceof String text) {
            to.addBinary(Binary.fromString(text));
        } else if (value instanceof Long number) {
            to.addLong(number);
        } else if (value instanceof Float number) {
            to.addFloat(number);
        } else if (value instanceof Boolean flag) {
            to.addBoolean(flag);
        } else {
            throw new IllegalArgumentException("no column holds a " + value.getClass());
        }
    }
}
