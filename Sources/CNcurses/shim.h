// What Swift cannot import: mutable globals and macros with casts of curses.h, and a variadic function of the system.
// One line each, no logic.
#ifndef NOETL_CNCURSES_SHIM_H
#define NOETL_CNCURSES_SHIM_H

#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <sys/prctl.h>

static inline WINDOW *noetl_standard_screen(void) { return stdscr; }
static inline WINDOW *noetl_current_screen(void) { return curscr; }
static inline attr_t noetl_bold(void) { return A_BOLD; }
static inline attr_t noetl_dim(void) { return A_DIM; }
static inline attr_t noetl_underline(void) { return A_UNDERLINE; }
static inline mmask_t noetl_press(void) { return BUTTON1_PRESSED; }
static inline mmask_t noetl_click(void) { return BUTTON1_CLICKED; }
static inline mmask_t noetl_double_click(void) { return BUTTON1_DOUBLE_CLICKED; }
static inline mmask_t noetl_wheel_up(void) { return BUTTON4_PRESSED; }
static inline mmask_t noetl_wheel_down(void) { return BUTTON5_PRESSED; }
static inline attr_t noetl_reverse(void) { return A_REVERSE; }
static inline int noetl_color_count(void) { return COLORS; }
static inline int noetl_set_dumpable(unsigned long dumpable) { return prctl(PR_SET_DUMPABLE, dumpable, 0, 0, 0); }

// wchar.h shows it only under feature macros that a Swift module does not set.
extern int wcwidth(wchar_t character);

#endif
