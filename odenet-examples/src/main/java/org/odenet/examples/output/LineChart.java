package org.odenet.examples.output;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.odenet.models.io.AtomicFiles;

/** A chart of lines over a common axis, in the style of all programs. */
public final class LineChart {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 500;
    private static final int IN_A_ROW = 2;
    private static final float[] DASHES = {8, 6};

    private final XYChart chart;
    private int lines;

    /**
     * An empty chart.
     *
     * @param title what it shows
     * @param x the label of the horizontal axis
     * @param y the label of the vertical axis
     */
    public LineChart(String title, String x, String y) {
        chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("0.###");
    }

    /**
     * Begins the vertical axis at 0.
     *
     * @return this chart
     */
    public LineChart fromZero() {
        chart.getStyler().setYAxisMin(0.0);
        return this;
    }

    /**
     * Adds a line with a circle at each point.
     *
     * @param name its name in the legend, of no other line
     * @param x where the points are
     * @param y their values
     * @return this chart
     */
    public LineChart line(String name, double[] x, double[] y) {
        add(name, x, y, null);
        return this;
    }

    /**
     * Adds a line with bars of a deviation to both sides.
     *
     * @param name its name in the legend, of no other line
     * @param x where the points are
     * @param y their values
     * @param deviations the halves of the bars
     * @return this chart
     */
    public LineChart line(String name, double[] x, double[] y, double[] deviations) {
        add(name, x, y, deviations);
        return this;
    }

    /**
     * Adds a dashed line without points, in the colour of the line before: something that belongs to it.
     *
     * @param name its name in the legend, of no other line
     * @param x where the points are
     * @param y their values
     * @return this chart
     */
    public LineChart dashed(String name, double[] x, double[] y) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour(lines - 1));
        series.setLineStyle(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, DASHES, 0));
        return this;
    }

    private void add(String name, double[] x, double[] y, double[] deviations) {
        XYSeries series = chart.addSeries(name, x, y, deviations);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setLineColor(colour(lines));
        series.setMarkerColor(colour(lines));
        lines++;
    }

    private Color colour(int line) {
        Color[] colours = chart.getStyler().getSeriesColors();
        return colours[Math.floorMod(line, colours.length)];
    }

    /**
     * Draws this chart into a PNG file, whole or not at all.
     *
     * @param file the file to create or replace
     */
    public void write(Path file) {
        write(List.of(this), file);
    }

    /**
     * Draws charts into one PNG file, two in a row, whole or not at all.
     *
     * @param charts the charts, row by row
     * @param file the file to create or replace
     */
    public static void write(List<LineChart> charts, Path file) {
        AtomicFiles.write(file, out -> {
            try {
                ImageIO.write(drawn(charts), "png", out);
            } catch (IOException e) {
                throw new IOException("the chart could not be drawn: " + e.getMessage(), e);
            }
        });
    }

    private static BufferedImage drawn(List<LineChart> charts) {
        int columns = Math.min(IN_A_ROW, charts.size());
        int rows = (charts.size() + columns - 1) / columns;
        BufferedImage image = new BufferedImage(WIDTH * columns, HEIGHT * rows, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.dispose();
        for (int i = 0; i < charts.size(); i++) {
            charts.get(i).paint(image.getSubimage(i % columns * WIDTH, i / columns * HEIGHT, WIDTH, HEIGHT));
        }
        return image;
    }

    private void paint(BufferedImage part) {
        Graphics2D graphics = part.createGraphics();
        chart.paint(graphics, WIDTH, HEIGHT);
        graphics.dispose();
    }
}
