using System.Diagnostics;
using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Polyglot;

/// <summary>Uses one contract three times. Nothing here knows what the plugins are written in.</summary>
public sealed class Tour(
    [FromKeyedServices("reader:csharp")] IReader csharp,
    [FromKeyedServices("reader:python")] IReader python,
    [FromKeyedServices("reader:node")] IReader node,
    IPluginRegistry registry)
{
    private static readonly string[] s_pages = ["It was a dark", "and stormy night."];

    /// <summary>Makes the tour.</summary>
    public async Task RunAsync()
    {
        foreach (var reader in new[] { csharp, python, node })
        {
            using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");
            var about = reader.About();
            var place = about.Process == Environment.ProcessId ? "in this process" : "in a process of its own";
            Console.WriteLine($"{about.Language}, {place}, for {about.Tenant}: {reader.Count("one two three")} words");
        }

        Console.WriteLine($"Node reads {await node.ReadAsync(s_pages)} words on {s_pages.Length} pages");
        try
        {
            node.Count(new string('x', 2_000));
        }
        catch (PluginCallException fault)
        {
            Console.WriteLine($"Node refuses a long text: {fault.RemoteCode}");
        }

        await KillAsync();
    }

    /// <summary>Kills Python's process while it reads: who is inside has an error, who calls later has an answer.</summary>
    private async Task KillAsync()
    {
        var reading = python.ReadAsync(s_pages);
        using (var process = Process.GetProcessById(python.About().Process))
        {
            process.Kill();
        }

        try
        {
            await reading;
        }
        catch (PluginUnavailableException fault)
        {
            Console.WriteLine($"Python was killed while it read: {fault.Code}, of {fault.Plugin}");
        }

        Console.WriteLine($"Python was started again: {await CountAsync("one two three four")} words");
    }

    /// <summary>Counts by Python as soon as it serves.</summary>
    private async Task<int> CountAsync(string text)
    {
        while (true)
        {
            var changed = new TaskCompletionSource();
            using var waiting = registry.GetChangeToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
            try
            {
                return python.Count(text);
            }
            catch (PluginUnavailableException)
            {
                await changed.Task;
            }
        }
    }
}
