package org.virnuc.benchmarks;

import org.virnuc.models.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Options that name a precision. */
final class PrecisionWord implements ITypeConverter<Precision> {
    @Override
    public Precision convert(String value) {
        try {
            return Precision.of(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
