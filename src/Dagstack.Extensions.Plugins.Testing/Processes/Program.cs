using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>This assembly as a program: it reads a request from a file, runs a plugin, and writes the response to another.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var input, var output])
        {
            return 2;
        }

        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = ForeignCulture.Instance;
        RunnerResponse response;
        try
        {
            var request = JsonSerializer.Deserialize<RunnerRequest>(await File.ReadAllTextAsync(input).ConfigureAwait(false))!;
            response = await Runner.RunAsync(request).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            response = new() { Error = ExceptionText.Full(fault) };
        }

        await File.WriteAllTextAsync(output, JsonSerializer.Serialize(response)).ConfigureAwait(false);

        // What the plugin has left behind must not outlive its check, nor a thread of it keep the process.
        ProcessState.EndChildren();
        Environment.Exit(0);
        return 0;
    }
}
