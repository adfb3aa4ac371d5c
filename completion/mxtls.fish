# Completes mxtls in fish.
function __mxtls_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in ($words[1] completion fish -- $words[2..-1] 2> /dev/null)
        if test "$line" = :files
            __fish_complete_path $words[-1]
        else
            echo $line
        end
    end
end
complete -c mxtls -f -a '(__mxtls_complete)'
