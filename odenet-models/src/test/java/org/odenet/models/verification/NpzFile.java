package org.odenet.models.verification;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of an .npz file, to be changed and written again. */
final class NpzFile {

    private final Map<String, byte[]> arrays = new LinkedHashMap<>();

    static NpzFile read(Path file) {
        NpzFile npz = new NpzFile();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                npz.arrays.put(entry.getName().replaceFirst("\\.npy$", ""), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return npz;
    }

    NpzFile without(Predicate<String> unwanted) {
        arrays.keySet().removeIf(unwanted);
        return this;
    }

    NpzFile with(String name, INDArray values) {
        return put(name, "<f8", values.shape(), values.dup('c').data().asDouble());
    }

    NpzFile withIntegers(String name, int... values) {
        double[] numbers = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            numbers[i] = values[i];
        }
        return put(name, "<i4", new long[] {values.length}, numbers);
    }

    NpzFile renamed(String from, String to) {
        arrays.put(to, arrays.remove(from));
        return this;
    }

    /** Format version 1.0 of the NumPy manual, numpy.lib.format. */
    private NpzFile put(String name, String type, long[] shape, double[] values) {
        StringBuilder sizes = new StringBuilder();
        for (long size : shape) {
            sizes.append(size).append(",");
        }
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (" + sizes + "), }";
        header += " ".repeat(63 - (10 + header.length()) % 64) + "\n";
        int width = type.charAt(2) - '0';
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + width * values.length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
        for (double value : values) {
            if (width == Double.BYTES) {
                bytes.putDouble(value);
            } else {
                bytes.putInt((int) value);
            }
        }
        arrays.put(name, bytes.array());
        return this;
    }

    Path write(Path file) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(content)) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                out.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                out.write(array.getValue());
            }
            out.finish();
            return Files.write(file, content.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
