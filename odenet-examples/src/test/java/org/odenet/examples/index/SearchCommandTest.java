package org.odenet.examples.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.odenet.examples.CommandLineRun;
import org.odenet.examples.experiments.TinyRun;

class SearchCommandTest {

    @TempDir
    private Path folder;

    private Path run;
    private Path index;
    private Path image;

    @BeforeEach
    void makeRun() throws IOException {
        run = IndexRun.save(folder.resolve("run"), 1);
        index = folder.resolve("index");
        image = IndexRun.png(folder.resolve("seven.png"), 7);
    }

    private void fill() {
        CommandLineRun result =
                CommandLineRun.of("index", run.toString(), "--index", index.toString(), "--limit", "30");
        assertThat(result.err()).isEmpty();
    }

    private CommandLineRun search(Path network, Path file, String... options) {
        List<String> all =
                new ArrayList<>(List.of("search", network.toString(), file.toString(), "--index", index.toString()));
        all.addAll(List.of(options));
        return CommandLineRun.of(all.toArray(String[]::new));
    }

    @Test
    void anImageOfTheIndexIsFoundFirst() {
        fill();

        CommandLineRun result = search(run, image, "-k", "3");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        List<String> lines = result.out().lines().toList();
        assertThat(lines).hasSize(5);
        // Four steps of four stages.
        assertThat(lines.get(0))
                .startsWith(image + ": t = 1.000, 16 evaluations, ")
                .endsWith(" ms");
        List<String> ids = ImageIds.of(TinyRun.digits(30));
        int label = TinyRun.digits(30).label(7);
        assertThat(lines.get(2).trim().split(" +")).containsExactly("1", "1.0000", "" + label, ids.get(7));
    }

    @Test
    void aDeletedImageIsNotFound() {
        fill();
        String id = ImageIds.of(TinyRun.digits(30)).get(7);

        CommandLineRun.of("index", run.toString(), "--index", index.toString(), "--delete", id);

        assertThat(search(run, image, "-k", "100").out()).doesNotContain(id).contains("\n    29 ");
    }

    @ParameterizedTest
    @CsvSource({
        "--t, 0.5, 't = 0.500, '",
        "--t, 0, 't = 0.000, 0 evaluations'",
        "--evaluations, 8, 't = 0.500, 8 evaluations'",
        "--deadline, 0.0001ms, 't = 0.000, 0 evaluations'",
        "--deadline, 60s, 't = 1.000, 16 evaluations'"
    })
    void stopsWhereTheBudgetEnds(String option, String value, String reached) {
        fill();

        assertThat(search(run, image, option, value).out()).contains(reached);
    }

    @Test
    void severalImagesAreAskedInTurn() throws IOException {
        fill();
        Path other = IndexRun.png(folder.resolve("four.png"), 4);

        String out = search(run, image, other.toString(), "-k", "1").out();

        List<String> ids = ImageIds.of(TinyRun.digits(30));
        assertThat(out).containsSubsequence("seven.png: ", ids.get(7), "four.png: ", ids.get(4));
    }

    @ParameterizedTest
    @CsvSource({
        "--t, 1.5, 1, the depth 1.5 lies outside; give t from 0 to 1",
        "--t, NaN, 1, the depth NaN lies outside",
        "--evaluations, 0, 1, positive",
        "--deadline, 0ms, 1, must be positive",
        "--deadline, 5, 2, '5' is not a time; give one such as 50ms or 2s",
        "-k, 0, 1, -k is 0; give a positive number",
        "--size, 0, 1, must be positive"
    })
    void badValuesAreTold(String option, String value, int exitCode, String message) {
        fill();

        CommandLineRun result = search(run, image, option, value);

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void twoBudgetsAreRefused() {
        CommandLineRun result = search(run, image, "--t", "0.5", "--evaluations", "3");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err()).contains("mutually exclusive");
    }

    @Test
    void anEmptyOrMissingIndexIsTold() {
        CommandLineRun missing = search(run, image);
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("there is no index in " + index).contains("odenet index");
        assertThat(index).doesNotExist();

        try (FeatureIndex empty = FeatureIndex.open(index, "another", 8)) {
            assertThat(empty.size()).isZero();
        }
        assertThat(search(run, image).err()).contains("the network another");
    }

    @Test
    void anIndexWhoseEntriesWereAllDeletedIsTold() {
        fill();
        String all = String.join(",", ImageIds.of(TinyRun.digits(30)));
        CommandLineRun.of("index", run.toString(), "--index", index.toString(), "--delete", all);

        CommandLineRun result = search(run, image);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains(index + ": the index is empty; add images first");
    }

    @Test
    void theIndexOfAnotherNetworkIsRefused() {
        fill();
        Path other = IndexRun.save(folder.resolve("other"), 2);

        CommandLineRun result = search(other, image);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("the index holds features of the network ode-only-8-");
    }

    @Test
    void whatIsNoImageIsNamed() throws IOException {
        fill();
        Path text = Files.writeString(folder.resolve("text.png"), "no image");

        assertThat(search(run, text).err())
                .contains("image " + text + " is not a")
                .contains("PNG");
        assertThat(search(run, folder.resolve("none.png")).err()).contains("none.png does not exist");
        assertThat(search(run, image, text.toString()).out()).isEmpty();
    }
}
