package org.odenet.examples.output;

import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.odenet.models.io.AtomicFiles;

/** Writes tables as CSV. */
public final class CsvFile {

    private CsvFile() {}

    /**
     * Writes a table.
     *
     * @param file the file, replaced whole
     * @param header the names of the columns
     * @param records the values of each line
     */
    public static void write(Path file, List<String> header, List<? extends List<?>> records) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader(header.toArray(String[]::new))
                .setRecordSeparator('\n')
                .build();
        AtomicFiles.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            new CSVPrinter(writer, format).printRecords(records);
            writer.flush();
        });
    }
}
