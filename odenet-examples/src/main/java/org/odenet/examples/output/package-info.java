/** What the programs show: progress bars and charts. */
package org.odenet.examples.output;
