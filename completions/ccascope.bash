# bash completion for ccascope. What completes a word the program itself says, from its tables and from the manifest on
# the line.

_ccascope()
{
    local words=() word last full line candidate i

    # bash parts words at = and : too.
    for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if ((i > 1)) && [[ $word =~ ^[=:]+$ || ${COMP_WORDS[i - 1]} =~ ^[=:]+$ ]]; then
            words[${#words[@]} - 1]+=$word
        else
            words+=("$word")
        fi
    done
    last=${COMP_WORDS[COMP_CWORD]}
    [[ ! $last =~ ^[=:]+$ ]] || last=
    full=${words[${#words[@]} - 1]}

    # As the program would see them: without quotes and backslashes.
    for i in "${!words[@]}"; do
        word=${words[i]//[\"\'\\]/}
        words[i]=${word/#\~\//$HOME/}
    done

    while IFS= read -r line; do
        case $line in
        :files | :folders)
            compopt -o filenames 2>/dev/null
            while IFS= read -r candidate; do
                COMPREPLY+=("$candidate")
            done < <(if [[ $line = :files ]]; then compgen -f -- "$last"; else compgen -d -- "$last"; fi)
            ;;
        *)
            candidate=${line%%$'\t'*}
            printf -v candidate %q "${candidate:${#full} - ${#last}}"
            COMPREPLY+=("$candidate")
            ;;
        esac
    done < <("${1/#\~\//$HOME/}" __complete "${words[@]}" 2>/dev/null)
}

complete -F _ccascope ccascope
