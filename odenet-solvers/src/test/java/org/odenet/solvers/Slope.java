package org.odenet.solvers;

/** The slope of a straight line through points in doubly logarithmic axes. */
final class Slope {

    private double n;
    private double sumX;
    private double sumY;
    private double sumXx;
    private double sumXy;

    void add(double x, double y) {
        double logX = Math.log(x);
        double logY = Math.log(y);
        n++;
        sumX += logX;
        sumY += logY;
        sumXx += logX * logX;
        sumXy += logX * logY;
    }

    double value() {
        return (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
    }
}
