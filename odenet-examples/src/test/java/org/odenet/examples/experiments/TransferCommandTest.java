package org.odenet.examples.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.odenet.examples.CommandLineRun;
import org.odenet.models.ImageClassifier;
import org.odenet.models.OdeNets;

class TransferCommandTest {

    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void makeRun() {
        run = TinyRun.odeOnly(folder.resolve("tiny"), 1);
    }

    private static CommandLineRun transfer(Path run, Path images, String... options) {
        String[] first = {"transfer", run.toString(), "--images", images.toString(), "--times", "0,1"};
        String[] all = Arrays.copyOf(first, first.length + options.length);
        System.arraycopy(options, 0, all, first.length, options.length);
        return CommandLineRun.of(all);
    }

    /** Dark images in one class, bright ones in the other: features of any network tell them apart. */
    private Path imageFolder() throws IOException {
        Random random = new Random(1);
        Path images = folder.resolve("images");
        for (String name : List.of("bright", "dark")) {
            Files.createDirectories(images.resolve(name));
            for (int i = 0; i < 4; i++) {
                BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
                for (int p = 0; p < 1200; p++) {
                    int grey = random.nextInt(20) + (name.equals("dark") ? 0 : 230);
                    image.setRGB(p % 40, p / 40, grey << 16 | grey << 8 | grey);
                }
                ImageIO.write(
                        image, "png", images.resolve(name).resolve(i + ".png").toFile());
            }
        }
        return images;
    }

    @Test
    void imageFilesOfOtherSizesAndClassesAreRanked() throws IOException {
        CommandLineRun result = transfer(run, imageFolder());

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        Path table = run.resolve("transfer.csv");
        assertThat(TinyRun.column(table, "images", "")).containsOnly(8).hasSize(4);
        assertThat(TinyRun.column(table, "map_at_10", ",symmetric,0.0")).containsExactly(1);
        assertThat(run.resolve("transfer.png")).exists();
    }

    @Test
    void theFirstImagesAreOfAllClasses() throws IOException {
        transfer(run, imageFolder(), "--limit", "4", "--size", "16");

        Path table = run.resolve("transfer.csv");
        assertThat(TinyRun.column(table, "images", "")).containsOnly(4);
        assertThat(TinyRun.column(table, "map", "asymmetric,1.0")[0]).isBetween(0.5, 1.0);
    }

    @Test
    void digitsServeANetworkOfColourImages() throws IOException {
        Path colour = folder.resolve("colour");
        try (ImageClassifier net = OdeNets.odeOnly(TinyRun.config().withImages(3, 10))) {
            net.save(colour);
        }

        CommandLineRun result = transfer(colour, TinyRun.mnistFolder(folder.resolve("mnist"), 20));

        assertThat(result.err()).isEmpty();
        assertThat(TinyRun.column(colour.resolve("transfer.csv"), "images", "")).containsOnly(20);
    }

    @Test
    void badImagesAreNamed() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThat(transfer(run, nowhere).err()).contains("--images " + nowhere + ": there is no such folder");
        Path empty = Files.createDirectories(folder.resolve("none"));
        assertThat(transfer(run, empty).err()).contains(empty.toString(), "no class folders");
        assertThat(transfer(run, imageFolder(), "--limit", "0").err()).contains("cannot take 0 images");
        assertThat(transfer(run, imageFolder(), "--size", "0").err()).contains("must be positive");
        assertThat(CommandLineRun.of("transfer", run.toString()).err()).contains("--images");
    }
}
