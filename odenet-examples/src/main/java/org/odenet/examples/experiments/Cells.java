package org.odenet.examples.experiments;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Pattern;

/** Cells of a CSV file for people to read. */
final class Cells {

    private static final Pattern FRACTION = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?");
    private static final Pattern NUMBER = Pattern.compile(FRACTION + "|-?\\d+");
    private static final MathContext DIGITS = new MathContext(5);

    private Cells() {}

    static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches();
    }

    /** Fractions with five digits; all else as it is. */
    static String shown(String cell) {
        if (!FRACTION.matcher(cell).matches()) {
            return cell;
        }
        BigDecimal rounded = new BigDecimal(cell).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toString();
    }
}
