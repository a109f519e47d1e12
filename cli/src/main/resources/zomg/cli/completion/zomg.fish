# Completion of zomg for fish: zomg completion fish >~/.config/fish/completions/zomg.fish
function __zomg_candidates
    set -l words (commandline -opc)
    set -l candidates ($words[1] completion candidates -- $words[2..-1] (commandline -ct) 2>/dev/null)
    if test "$candidates[1]" = :files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $candidates
    end
end
complete -c zomg -f -a '(__zomg_candidates)'
