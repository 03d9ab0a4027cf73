# fish completion for ccascope. What completes a word the program itself says, from its tables and from the manifest on
# the line.

function __ccascope_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lead (string match -r -- '^--[^=]*=' "$current")

    for line in ($words[1] __complete $words[2..-1] "$current" 2>/dev/null)
        switch $line
            case ':files'
                string replace -r '^' "$lead" -- (__fish_complete_path (string replace -- "$lead" '' "$current"))
            case ':folders'
                __fish_complete_directories "$current" ''
            case '*'
                echo $line
        end
    end
end

complete -c ccascope -f -a '(__ccascope_complete)'
