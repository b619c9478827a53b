using System.Diagnostics;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>Runs a plugin in a process that has done nothing else: this assembly as a program, with the assemblies of the test.</summary>
internal static class FreshProcess
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    /// <summary>Calls all inputs there once, and then sets the plugin up and tears it down several times.</summary>
    /// <param name="createRequest">Says what to do there; null if it cannot be said.</param>
    /// <param name="skip">Told why it cannot be done.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>What became of it; null if it cannot be done.</returns>
    public static async Task<RunnerResponse?> TryAskAsync(Func<RunnerRequest?> createRequest, Action<string> skip, CancellationToken cancellationToken)
    {
        if (!TryFindHost(out var dotnet, out var dependencies, out var configuration))
        {
            skip("A fresh process needs the .deps.json and .runtimeconfig.json that the build puts beside the test's assembly, and they are not there. Run the test from its output folder.");
            return null;
        }

        if (createRequest() is not { } request)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("dagstack-runner-").FullName;
        try
        {
            var (input, output, work) = (Path.Combine(folder, "request.json"), Path.Combine(folder, "response.json"), Directory.CreateDirectory(Path.Combine(folder, "work")).FullName);
            await File.WriteAllTextAsync(input, JsonSerializer.Serialize(request), cancellationToken).ConfigureAwait(false);
            var start = new ProcessStartInfo(dotnet, ["exec", "--depsfile", dependencies, "--runtimeconfig", configuration, typeof(FreshProcess).Assembly.Location, input, output])
            {
                WorkingDirectory = work,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };
            start.Environment["TMPDIR"] = start.Environment["TMP"] = start.Environment["TEMP"] = work;
            start.Environment["TZ"] = "Asia/Kathmandu";
            start.Environment["DOTNET_TieredPGO"] = "0";
            start.Environment["DOTNET_USE_POLLING_FILE_WATCHER"] = "1";
            var said = await RunAsync(start, cancellationToken).ConfigureAwait(false);
            if (File.Exists(output) && JsonSerializer.Deserialize<RunnerResponse>(await File.ReadAllTextAsync(output, cancellationToken).ConfigureAwait(false)) is { } response)
            {
                if (response.Error is null)
                {
                    return response;
                }

                skip($"The plugin could not be run in a fresh process: {response.Error}");
                return null;
            }

            skip($"The fresh process ended without an answer: {said.ReplaceLineEndings(" ")}");
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);

            // A process that the plugin has started may have inherited the output, and keep it open for as long as it likes.
            var isAll = await Task.WhenAny(said, Task.Delay(s_lastWords, cancellationToken)).ConfigureAwait(false) == said;
            return $"exit code {process.ExitCode}. {(isAll ? string.Join(' ', await said.ConfigureAwait(false)) : string.Empty)}";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"it did not end within {s_patience.TotalSeconds} s.";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>Finds how the test itself was started: the same assemblies and the same frameworks are there for the plugin.</summary>
    private static bool TryFindHost(out string dotnet, out string dependencies, out string configuration)
    {
        var current = Environment.ProcessPath ?? string.Empty;
        dotnet = Path.GetFileNameWithoutExtension(current) == "dotnet" ? current
            : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
            ?? (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root && Path.Combine(root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet") is { } path && File.Exists(path) ? path : "dotnet");
        dependencies = ((AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string) ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? string.Empty;
        configuration = dependencies.EndsWith(".deps.json", StringComparison.Ordinal) ? $"{dependencies[..^".deps.json".Length]}.runtimeconfig.json" : string.Empty;
        return File.Exists(dependencies) && File.Exists(configuration) && File.Exists(typeof(FreshProcess).Assembly.Location);
    }
}
