package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.CommandLineRun;

class ReportCommandTest {

    @TempDir
    private Path folder;

    @Test
    void onePageHoldsAllThatIsInTheRunFolder() throws IOException {
        Path run = folder.resolve("run");
        CommandLineRun.of(
                "mnist", "--model", "ode-only", "--filters", "8", "--limit", "16", "--epochs", "1", "--run", "" + run);
        CommandLineRun.of("depth", run.toString(), "--limit", "3", "--times", "0,1");

        CommandLineRun result = CommandLineRun.of("report", run.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("report in " + run.resolve("report.html"));
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page)
                .contains("ode-only", "dopri5 with tolerances", "nd4jVersion", "processors", "--epochs")
                .contains("history.csv, 1 rows", "depth.csv, 2 rows", "data: MNIST subset test, images: 3")
                .doesNotContain("tolerance.csv", "Retrieval");
        assertThat(page).doesNotContain("http:", "https:", "<script", "<link");
        assertThat(imagesOf(page)).isEqualTo(3);
    }

    private static int imagesOf(String page) throws IOException {
        Matcher images = Pattern.compile("<img alt=\"[^\"]+\" src=\"data:image/png;base64,([^\"]+)\">")
                .matcher(page);
        int count = 0;
        while (images.find()) {
            byte[] png = Base64.getDecoder().decode(images.group(1));
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isIn(800, 1600);
            count++;
        }
        return count;
    }

    @Test
    void textsOfTheRunCannotBeMarkup() throws IOException {
        Path run = TinyRun.odeOnly(folder.resolve("a<b>&c"), 1);
        Files.writeString(run.resolve("run.json"), "{\"time\": \"<script>alert(1)</script>\"}");
        Path out = folder.resolve("pages/new");

        CommandLineRun result = CommandLineRun.of("report", run.toString(), "--out", out.toString());

        assertThat(result.exitCode()).isZero();
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("<title>Run a&lt;b&gt;&amp;c</title>", "&lt;script&gt;alert(1)")
                .doesNotContain("<script");
    }

    @Test
    void aRunWithoutResultsHasAReportToo() throws IOException {
        Path run = TinyRun.resNet(folder.resolve("resnet"));

        CommandLineRun.of("report", run.toString());

        assertThat(Files.readString(run.resolve("report.html")))
                .contains("resnet", "The folder has no run.json.")
                .doesNotContain("<img", "solver");
    }

    @Test
    void aFolderWithoutANetworkIsRefused() {
        CommandLineRun result = CommandLineRun.of("report", folder.toString());

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("there is no trained network in " + folder);
    }

    @Test
    void aDamagedTableIsNamed() throws IOException {
        Path run = TinyRun.odeOnly(folder.resolve("tiny"), 1);
        Files.writeString(run.resolve("history.csv"), "epoch,epoch\n1,2\n");

        assertThat(CommandLineRun.of("report", run.toString()).err()).contains("history.csv");
    }
}
