package org.odenet.examples.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineChartTest {

    private static final double[] X = {0, 0.5, 1};
    private static final double[] Y = {1, 3, 2};

    @TempDir
    private Path folder;

    private static LineChart chart() {
        return new LineChart("title", "x", "y");
    }

    private BufferedImage drawn(List<LineChart> charts) throws IOException {
        Path file = folder.resolve("chart.png");
        LineChart.write(charts, file);
        return ImageIO.read(file.toFile());
    }

    @Test
    void twoChartsAreDrawnSideBySide() throws IOException {
        BufferedImage alone = drawn(List.of(chart().line("line", X, Y)));
        BufferedImage both = drawn(List.of(chart().fromZero().line("other", X, Y, Y), chart().line("line", X, Y)));

        assertThat(alone.getWidth()).isEqualTo(800);
        assertThat(both.getWidth()).isEqualTo(1600);
        assertThat(pixels(both.getSubimage(800, 0, 800, 500))).isEqualTo(pixels(alone));
    }

    @Test
    void aThirdChartIsBelow() throws IOException {
        BufferedImage three = drawn(List.of(chart(), chart(), chart().line("line", X, Y)));
        BufferedImage alone = drawn(List.of(chart().line("line", X, Y)));

        assertThat(three.getHeight()).isEqualTo(1000);
        assertThat(pixels(three.getSubimage(0, 500, 800, 500))).isEqualTo(pixels(alone));
        assertThat(three.getRGB(1200, 750)).isEqualTo(Color.WHITE.getRGB());
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    @Test
    void aDashedLineHasTheColourOfTheLineBefore() throws IOException {
        LineChart one = chart().line("line", X, Y);
        Set<Integer> colours = colours(drawn(List.of(one)));
        LineChart dashed = chart().line("line", X, Y).dashed("dashed", X, X);
        LineChart second = chart().line("line", X, Y).line("second", X, X);

        assertThat(strong(colours(drawn(List.of(dashed))))).isEqualTo(strong(colours));
        assertThat(strong(colours(drawn(List.of(second))))).isNotEqualTo(strong(colours));
    }

    private static Set<Integer> colours(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int pixel : pixels(image)) {
            colours.add(pixel);
        }
        return colours;
    }

    /** Which hues there are, without the shades of smooth edges. */
    private static Set<Integer> strong(Set<Integer> colours) {
        Set<Integer> hues = new HashSet<>();
        for (int colour : colours) {
            float[] hsb = Color.RGBtoHSB(colour >> 16 & 255, colour >> 8 & 255, colour & 255, null);
            if (hsb[1] > 0.7) {
                hues.add(Math.round(hsb[0] * 12));
            }
        }
        return hues;
    }
}
