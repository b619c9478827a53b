using System.ComponentModel;
using System.Diagnostics;

namespace Dagstack.Tool.Doctor;

/// <summary>The command <c>dotnet</c>, as a shell in a folder finds it.</summary>
/// <param name="folder">The folder, whose global.json counts.</param>
internal sealed class DotnetProgram(string folder)
{
    /// <summary>Runs it.</summary>
    /// <returns>Whether it succeeded, and what it says in its output and of errors; null if there is no such command.</returns>
    public async Task<(bool Ok, string Output, string Error)?> RunAsync(string argument, CancellationToken cancellationToken)
    {
        // The system would also take the one that this program runs on.
        if (ProgramLookup.InPath("dotnet") is not { } file)
        {
            return null;
        }

        var start = new ProcessStartInfo(file, [argument]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["DOTNET_NOLOGO"] = "1";

        // It is for the folder to choose, and not for the SDK that has started this program.
        start.Environment.Remove("MSBuildSDKsPath");
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            try
            {
                var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
                var (said, complained) = (await output.ConfigureAwait(false), await error.ConfigureAwait(false));
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                return (process.ExitCode == 0, said.Trim(), complained.Trim());
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
