# Completion of asv for fish. Save it:
#   asv completion fish > ~/.config/fish/completions/asv.fish
function __asv_complete
    set -l words (commandline -opc)
    set -e words[1]
    env _ASV_COMPLETE=fish asv $words (commandline -ct) 2>/dev/null
end
function __asv_wants_file
    set -l words (commandline -opc)
    contains -- $words[-1] --answers --save-answers --library -o --output
end
complete -c asv -n 'not __asv_wants_file' -f -a '(__asv_complete)'
complete -c asv -n __asv_wants_file -F
