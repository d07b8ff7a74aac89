package org.odenet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    private static final Results.Row ROW =
            new Results.Row("lorenz", "hipparchus", new Measurement.Times(2.5, 5), "a remark, with a comma");

    @TempDir
    Path folder;

    @Test
    void theRatioIsHowManyTimesAsLongThePeerTakes() {
        assertThat(ROW.ratio()).isEqualTo(2);
    }

    @Test
    void writesTheTableInPlaceOfAnEarlierOne() throws IOException {
        Path file = Files.writeString(folder.resolve("comparison.csv"), "earlier");
        Results results = new Results();
        results.add(ROW);
        results.writeCsv(file);

        assertThat(Files.readAllLines(file))
                .isEqualTo(List.of("case,peer,odenet_ms,peer_ms,ratio", "lorenz,hipparchus,2.5,5.0,2.0"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void columnsStandBelowTheirHeadings() {
        String heading = Results.heading();
        String line = Results.line(ROW);

        assertThat(line.indexOf("hipparchus")).isEqualTo(heading.indexOf("peer"));
        assertThat(line.indexOf("2.00") + 4).isEqualTo(heading.indexOf("ratio") + 5);
    }
}
