# Completes mxtls in bash.
_mxtls() {
  local line typed=${COMP_LINE:0:COMP_POINT} words current head
  read -ra words <<< "$typed"
  if [[ $typed == *[[:space:]] ]]; then words+=(''); fi
  current=${words[${#words[@]}-1]}
  # bash completes what stands behind the last of these signs
  head=${current%"${current##*[:=]}"}
  COMPREPLY=()
  while IFS=$'\t' read -r line _; do
    if [[ $line == :files ]]; then
      compopt -o filenames 2> /dev/null
      while IFS= read -r line; do
        COMPREPLY+=("$line")
      done < <(compgen -f -- "${current#"$head"}")
    else
      COMPREPLY+=("${line#"$head"}")
    fi
  done < <("$1" completion bash -- "${words[@]:1}" 2> /dev/null)
}
complete -F _mxtls mxtls
