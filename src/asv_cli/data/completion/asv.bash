# Completion of asv for bash. Put this line into ~/.bashrc:  eval "$(asv completion bash)"
_asv_complete() {
    local IFS=$'\n'
    COMPREPLY=($(_ASV_COMPLETE=bash _ASV_LINE="${COMP_LINE:0:COMP_POINT}" \
        _ASV_BREAKS="$COMP_WORDBREAKS" asv 2>/dev/null))
    # A key ends with "=": its value follows without a blank.
    if [[ ${#COMPREPLY[@]} -gt 0 && ${COMPREPLY[0]} == *= ]]; then
        compopt -o nospace
    fi
}
complete -o default -F _asv_complete asv
