#compdef asv
# Completion of asv for zsh. Put this line into ~/.zshrc after compinit:
#   eval "$(asv completion zsh)"
_asv() {
    local line value
    local -a open closed
    for line in "${(@f)$(_ASV_COMPLETE=zsh asv "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        value=${line%%$'\t'*}
        line=${value//:/\\:}:${line#*$'\t'}
        if [[ $value == *= ]]; then open+=("$line"); else closed+=("$line"); fi
    done
    if (( ! $#open && ! $#closed )); then _files; return; fi
    (( $#open )) && _describe -V 'answer' open -S ''
    (( $#closed )) && _describe -V 'asv' closed
}
compdef _asv asv
