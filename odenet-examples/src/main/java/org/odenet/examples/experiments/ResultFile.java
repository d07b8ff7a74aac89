package org.odenet.examples.experiments;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.odenet.examples.output.CsvFile;

/**
 * The results of an experiment in a CSV file that grows part by part, so that an interrupted experiment goes on with what
 * is missing. A row has the columns of its {@link Subject}, texts that tell the part, and numbers.
 */
final class ResultFile {

    private final Path file;
    private final List<String> header;
    private final int keyLength;
    private final Map<List<String>, List<Double>> rows = new LinkedHashMap<>();

    /** Reads the file if it is there. */
    ResultFile(Path file, List<String> partColumns, List<String> numberColumns) {
        this.file = file;
        this.header = new ArrayList<>(Subject.COLUMNS);
        header.addAll(partColumns);
        this.keyLength = header.size();
        header.addAll(numberColumns);
        if (Files.exists(file)) {
            read();
        }
    }

    /** The numbers of a part, if it was done for the same subject. */
    Optional<List<Double>> find(Subject subject, String... part) {
        return Optional.ofNullable(rows.get(key(subject, part)));
    }

    /** Adds a row, in memory alone; rows of the same run with another fingerprint are out of date, and go. */
    void put(Subject subject, List<Double> numbers, String... part) {
        List<String> columns = subject.values();
        rows.keySet()
                .removeIf(key -> key.get(0).equals(columns.get(0))
                        && !key.subList(0, columns.size()).equals(columns));
        rows.put(key(subject, part), List.copyOf(numbers));
    }

    private static List<String> key(Subject subject, String... part) {
        List<String> key = new ArrayList<>(subject.values());
        key.addAll(List.of(part));
        return key;
    }

    /** Writes all rows. */
    void write() {
        List<List<Object>> records = new ArrayList<>();
        rows.forEach((key, numbers) -> {
            List<Object> cells = new ArrayList<>(key);
            cells.addAll(numbers);
            records.add(cells);
        });
        CsvFile.write(file, header, records);
    }

    private void read() {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .build();
        try (Reader reader = Files.newBufferedReader(file);
                CSVParser records = CSVParser.parse(reader, format)) {
            if (!records.getHeaderNames().equals(header)) {
                throw damaged("the columns are " + records.getHeaderNames() + ", not " + header, null);
            }
            for (CSVRecord record : records) {
                add(record);
            }
        } catch (IOException e) {
            throw damaged("it cannot be read: " + e, e);
        }
    }

    private void add(CSVRecord record) {
        String place = "row " + record.getRecordNumber() + ": ";
        if (record.size() != header.size()) {
            throw damaged(place + record.size() + " columns instead of " + header.size(), null);
        }
        List<String> cells = record.toList();
        try {
            List<Double> numbers = cells.subList(keyLength, cells.size()).stream()
                    .map(Double::valueOf)
                    .toList();
            rows.put(List.copyOf(cells.subList(0, keyLength)), numbers);
        } catch (NumberFormatException e) {
            throw damaged(place + "no number: " + e.getMessage(), e);
        }
    }

    private IllegalArgumentException damaged(String what, Exception cause) {
        return new IllegalArgumentException(
                file + " does not hold results of this experiment: " + what
                        + "; remove or rename it, and the results are computed again",
                cause);
    }
}
