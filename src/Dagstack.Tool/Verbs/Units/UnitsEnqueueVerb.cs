using System.CommandLine;
using System.Text.Json;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;
using Dagstack.Tool.Units;

namespace Dagstack.Tool.Verbs.Units;

/// <summary><c>dagstack units enqueue</c>: has a plugin run a unit of work.</summary>
internal static class UnitsEnqueueVerb
{
    public static Command Create(Terminal terminal)
    {
        var plugin = new Argument<string>("PLUGIN") { Description = "The plugin that runs it, as chunker:fixed." };
        var args = new Option<string?>("--args") { Description = "Its arguments, a JSON object. [default: {}]", HelpName = "JSON" };
        var file = new Option<string?>("--args-file") { Description = "A file that has them; '-' reads them from standard input.", HelpName = "FILE" };
        var key = new Option<string?>("--key") { Description = "What tells it from others of the plugin: two with one key are one unit.", HelpName = "KEY" };
        var partition = new Option<string?>("--partition") { Description = "The queue that it waits in. [default: what the plugin's manifest says]", HelpName = "KEY" };
        var expires = new Option<string?>("--expires") { Description = "How long it may wait for its start, as 90s, 15m, 2h or 1d. [default: for ever]", HelpName = "TIME" };
        var watch = new Option<bool>("--watch") { Description = "Follows it until its end, and ends well if it does." };
        var json = Options.Json();
        return new UnitsDoor().Run(new Command("enqueue", "Takes a unit of work in.") { plugin, args, file, key, partition, expires, watch, json }, async (result, units, cancellationToken) =>
        {
            var options = new UnitOptions { IdempotencyKey = result.GetValue(key), PartitionKey = result.GetValue(partition), ExpiresAfter = result.GetValue(expires) is { } time ? Waiting.Read(time) : null };
            var arguments = Parse(await TextOfAsync(result.GetValue(args), result.GetValue(file), cancellationToken).ConfigureAwait(false));
            var taken = await units.EnqueueAsync(result.GetRequiredValue(plugin), arguments, options, cancellationToken).ConfigureAwait(false);
            return await ShowAsync(units, taken, result.GetValue(watch), result.GetValue(json), terminal, cancellationToken).ConfigureAwait(false);
        });
    }

    private static async Task<int> ShowAsync(IUnits units, EnqueueResult taken, bool isWatched, bool isJson, Terminal terminal, CancellationToken cancellationToken)
    {
        // With JSON, one document: that of its end, which has its identity.
        if (!isWatched || !isJson)
        {
            terminal.Show(new EnqueuedUnit(taken.UnitId, taken.Deduplicated), ToolJson.Default.EnqueuedUnit, isJson, page => page.Line(taken.Deduplicated ? $"{taken.UnitId}, which was there already" : taken.UnitId));
        }

        return isWatched ? await UnitWatch.RunAsync(units, taken.UnitId, isJson, terminal, cancellationToken).ConfigureAwait(false) : ExitCodes.Fine;
    }

    private static async Task<string> TextOfAsync(string? args, string? file, CancellationToken cancellationToken) => (args, file) switch
    {
        (not null, not null) => throw new WrongUseException("--args and --args-file say the same twice. Leave one out."),
        (_, null) => args ?? "{}",
        (_, "-") => await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false),
        _ => File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) : throw new WrongUseException($"There is no file '{file}', which --args-file names."),
    };

    private static JsonElement Parse(string text)
    {
        try
        {
            var arguments = JsonElement.Parse(text);
            return arguments.ValueKind == JsonValueKind.Object ? arguments : throw new WrongUseException("The arguments are no object. Write one as --args '{\"text\": \"Hello\"}'.");
        }
        catch (JsonException fault)
        {
            throw new WrongUseException($"The arguments are no JSON: {fault.Message} Write an object, as --args '{{\"text\": \"Hello\"}}' in a shell of Unix; anywhere else it is easier to put it into a file, as --args-file FILE.");
        }
    }
}
