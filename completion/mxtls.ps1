# Completes mxtls in PowerShell.
Register-ArgumentCompleter -Native -CommandName mxtls -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
    if ($wordToComplete -eq '') { $words += ' ' }
    mxtls completion powershell '--' @words | ForEach-Object {
        $value, $gist = $_ -split "`t", 2
        if ($value -ne ':files') {
            if (-not $gist) { $gist = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $gist)
        }
    }
}
