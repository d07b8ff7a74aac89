package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultFileTest {

    @TempDir
    private Path folder;

    private Subject subject(String run, String fingerprint) {
        return new Subject(RunFolder.open(TinyRun.odeOnly(folder.resolve(run), 1)), TinyRun.digits(2), fingerprint);
    }

    private ResultFile open() {
        return new ResultFile(folder.resolve("results.csv"), List.of("part"), List.of("a", "b"));
    }

    @Test
    void givesBackWhatWasWritten() {
        try (RunFolder run = subject("one", "f").run()) {
            Subject subject = new Subject(run, TinyRun.digits(2), "f");
            ResultFile results = open();
            results.put(subject, List.of(1.5, -2e-30), "x, \"y\"");
            results.write();

            assertThat(open().find(subject, "x, \"y\"")).contains(List.of(1.5, -2e-30));
            assertThat(open().find(subject, "z")).isEmpty();
        }
    }

    @Test
    void rowsOfOtherWeightsGoAndThoseOfOtherRunsStay() {
        try (RunFolder one = subject("one", "").run();
                RunFolder two = subject("two", "").run()) {
            Subject old = new Subject(one, TinyRun.digits(2), "old");
            Subject changed = new Subject(one, TinyRun.digits(2), "new");
            Subject other = new Subject(two, TinyRun.digits(2), "other");
            ResultFile results = open();
            results.put(old, List.of(1.0, 1.0), "x");
            results.put(other, List.of(2.0, 2.0), "x");
            results.put(changed, List.of(3.0, 3.0), "y");
            results.write();

            assertThat(open().find(old, "x")).isEmpty();
            assertThat(open().find(other, "x")).contains(List.of(2.0, 2.0));
            assertThat(open().find(changed, "y")).contains(List.of(3.0, 3.0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "something else|the columns are [something else]",
                "run,model,data,images,fingerprint,part,a,b;r,m,d,1,f,x,1|row 1: 7 columns instead of 8",
                "run,model,data,images,fingerprint,part,a,b;r,m,d,1,f,x,1,one|row 1: no number",
                "a,a|results.csv"
            })
    void otherFilesAreNotOverwritten(String content, String message) throws IOException {
        Files.writeString(folder.resolve("results.csv"), content.replace(';', '\n'));

        assertThatThrownBy(this::open)
                .hasMessageContaining(folder.resolve("results.csv").toString())
                .hasMessageContaining(message)
                .hasMessageContaining("remove or rename it");
    }
}
