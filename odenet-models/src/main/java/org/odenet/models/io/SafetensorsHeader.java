package org.odenet.models.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The table of contents of a safetensors file. */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";
    static final String DTYPE = "dtype";
    static final String SHAPE = "shape";
    static final String DATA_OFFSETS = "data_offsets";

    /** One tensor: its bytes run from {@code begin} to before {@code end}, counted from the end of the header. */
    record Entry(ElementType type, long[] shape, long begin, long end) {}

    /** Checks that the tensors fill the data without gap or overlap, each with the bytes that its shape needs. */
    void checkLayout(Path file, long dataLength) {
        tensors.forEach((name, entry) -> checkRange(file, name, entry, dataLength));
        List<Map.Entry<String, Entry>> byOffset = tensors.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Entry>>comparingLong(
                                e -> e.getValue().begin())
                        .thenComparingLong(e -> e.getValue().end()))
                .toList();
        String previous = "the header";
        long position = 0;
        for (Map.Entry<String, Entry> next : byOffset) {
            long begin = next.getValue().begin();
            if (begin != position) {
                String what = begin < position ? "overlaps" : "leaves a gap after";
                throw damaged(
                        file,
                        "%s begins at data offset %d and so %s %s, which ends at %d"
                                .formatted(quoted(next.getKey()), begin, what, previous, position));
            }
            position = next.getValue().end();
            previous = quoted(next.getKey());
        }
        if (position != dataLength) {
            throw damaged(
                    file,
                    "the file has %d bytes of data but its tensors end at data offset %d"
                            .formatted(dataLength, position));
        }
    }

    private static void checkRange(Path file, String name, Entry entry, long dataLength) {
        if (entry.begin() > entry.end() || entry.end() > dataLength) {
            throw damaged(
                    file,
                    "%s has the data offsets [%d, %d], which must rise and stay within the %d bytes of data"
                            .formatted(quoted(name), entry.begin(), entry.end(), dataLength));
        }
        long held = entry.end() - entry.begin();
        String needed;
        try {
            long bytes = entry.type().byteCount(entry.shape());
            if (bytes == held) {
                return;
            }
            needed = bytes + " bytes";
        } catch (ArithmeticException e) {
            needed = "more bytes than a 64-bit number counts";
        }
        throw damaged(
                file,
                "%s has the shape %s of %s, which needs %s, but its data offsets [%d, %d] hold %d"
                        .formatted(
                                quoted(name),
                                Arrays.toString(entry.shape()),
                                entry.type(),
                                needed,
                                entry.begin(),
                                entry.end(),
                                held));
    }

    static String quoted(String tensor) {
        return "tensor \"" + tensor + "\"";
    }

    static WeightFileException damaged(Path file, String problem) {
        return new WeightFileException(
                file, problem, "the file is damaged, cut short or not safetensors: copy or save it again");
    }
}
