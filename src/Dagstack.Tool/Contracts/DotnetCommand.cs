using System.ComponentModel;
using System.Diagnostics;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Contracts;

/// <summary>A command of the .NET SDK, and what it said.</summary>
internal sealed record DotnetCommand(int ExitCode, string Output, string Error)
{
    private const int ErrorsShown = 20;

    /// <summary>Gets its errors, each once; all that it said where none is marked as one.</summary>
    public string Errors
    {
        get
        {
            var lines = (Output + Environment.NewLine + Error).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct().ToArray();
            var errors = Array.FindAll(lines, static line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
            return string.Join(Environment.NewLine, (errors.Length > 0 ? errors : lines).Take(ErrorsShown).Select(static line => "  " + line));
        }
    }

    /// <summary>Runs a command of the SDK to its end.</summary>
    /// <param name="arguments">The command.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="temporary">Where it has its temporary files; null for where the system has them.</param>
    /// <exception cref="WrongUseException">There is no SDK.</exception>
    public static async Task<DotnetCommand> RunAsync(string[] arguments, CancellationToken cancellationToken, string? temporary = null)
    {
        using var process = Start(arguments, temporary);
        try
        {
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static Process Start(string[] arguments, string? temporary)
    {
        var program = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };

        // A build that this is part of has told its own children where its SDK is.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var name in temporary is null ? Array.Empty<string>() : ["TMPDIR", "TEMP", "TMP"])
        {
            start.Environment[name] = temporary;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new WrongUseException($"'dotnet {arguments[0]}' cannot be started: {fault.Message}. It needs the .NET SDK 10, whose program dotnet has to be in PATH: install it. Without it, contracts can be named as assemblies that are built.");
        }
    }
}
