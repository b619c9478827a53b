using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace Dagstack.Tool.Output;

/// <summary>Where the program writes: for a person who looks, for another program, or as JSON.</summary>
/// <param name="Output">Has results.</param>
/// <param name="Error">Has what is wrong with the command.</param>
/// <param name="Screen">What a person sees; null where the output goes elsewhere.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, IAnsiConsole? Screen)
{
    /// <summary>Gets a value indicating whether somebody looks at the error output, and is told there what takes a while.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Makes the one of this process.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.IsOutputRedirected ? null : AnsiConsole.Console) { ShowsProgress = !Console.IsErrorRedirected };

    /// <summary>Says what takes a while: beside the result, and to nobody but a person.</summary>
    public void Progress(string text)
    {
        if (ShowsProgress)
        {
            Error.WriteLine(text);
        }
    }

    /// <summary>Writes a result.</summary>
    /// <param name="report">The result.</param>
    /// <param name="type">How it is JSON.</param>
    /// <param name="isJson">Whether JSON is asked for.</param>
    /// <param name="page">How it is text.</param>
    public void Show<T>(T report, JsonTypeInfo<T> type, bool isJson, Action<Page> page)
    {
        if (isJson)
        {
            Output.WriteLine(JsonSerializer.Serialize(report, type));
            return;
        }

        page(new(this));
    }
}
