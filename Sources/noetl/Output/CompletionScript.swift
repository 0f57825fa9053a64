import ArgumentParser

/// The scripts that teach shells to complete our words.
enum CompletionScript {
    /// The whole script for `shell`.
    static func text(for shell: CompletionShell) -> String { finished(Noetl.completionScript(for: shell)) }

    /// The parser's script, with what the one for bash lacks, and for `ntl` too, the second name of the program.
    static func finished(_ script: String) -> String {
        if script.hasPrefix("#!/bin/bash") { return script + "\n" + bashWords }
        if script.hasPrefix("#compdef noetl") {
            return script.replacing("#compdef noetl", with: "#compdef noetl ntl")
                .replacing("compdef _noetl noetl", with: "compdef _noetl noetl ntl")
        }
        guard script.hasPrefix("function __noetl") else { return script }
        return script.replacing("case 'noetl'", with: "case 'noetl' 'ntl'") + "\ncomplete -c ntl -w noetl"
    }

    /// Definitions that come last and so replace the parser's.
    ///
    /// bash takes `a:b` and `a@b` for three words each, and the parser's script takes every offer for a file: a context
    /// with the name of a folder would get a slash.
    private static let bashWords = #"""

        __noetl_add_completions() {
            local completion
            [[ "${1}" == -W ]] || compopt -o filenames
            while IFS='' read -r completion; do
                [[ "${1}" != -W || -n "${is_quoted}" ]] || printf -v completion %q "${completion}"
                COMPREPLY+=("${completion}")
            done < <(IFS=$'\n' compgen "${@}" -- "${cur}")
        }

        _noetl_whole_words() {
            local line="${COMP_LINE}" head='' word
            local -a joined=()
            local -i index number=0
            for index in "${!COMP_WORDS[@]}"; do
                word="${COMP_WORDS[index]}"
                if ((index > 0)) && [[ "${line}" != [[:space:]]* && "${joined[-1]}" != -* ]]; then
                    ((index == COMP_CWORD)) && head="${joined[-1]}"
                    joined[-1]+="${word}"
                else
                    joined+=("${word}")
                fi
                ((index == COMP_CWORD)) && number="$((${#joined[@]} - 1))"
                line="${line#*"${word}"}"
            done
            # What is typed of the whole word, and the part of it that bash will not replace.
            local typed="${head}${COMP_WORDS[COMP_CWORD]}"
            local is_quoted=''
            [[ "${typed}" != [\"\']* ]] || is_quoted=yes
            if [[ -n "${is_quoted}" || "${typed}" != *"${2}" ]]; then
                typed="${head}${2}"
            else
                head="${typed%"${2}"}"
            fi

            local -a COMP_WORDS=("${joined[@]}")
            local -i COMP_CWORD="${number}"
            _noetl "${1}" "${typed}" "${joined[number - 1]}"
            COMPREPLY=("${COMPREPLY[@]#"${head}"}")
        }

        complete -F _noetl_whole_words noetl ntl
        """#
}
