using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>Makes one error of all that is wrong with a file, each with its place.</summary>
internal static class ScriptErrors
{
    private const int MaxShown = 20;

    /// <summary>Makes the error of a file.</summary>
    /// <param name="context">What was compiled.</param>
    /// <param name="errors">What is wrong, with its place.</param>
    /// <param name="advice">What to do beyond correcting it; null for nothing.</param>
    public static PluginLoadException Of(PluginModuleContext context, IReadOnlyList<string> errors, string? advice = null)
    {
        var next = $"Correct {(errors.Count == 1 ? "it" : "them")}, and start or reload the plugin.{(advice is null ? string.Empty : $" {advice}")}";
        var left = errors.Count - MaxShown;
        var text = errors.Count == 1
            ? $"The code of plugin '{context.Id}' does not compile: {Sentence(errors[0])} {next}"
            : $"The code of plugin '{context.Id}' does not compile, and has {errors.Count} errors. {next}\n- {string.Join("\n- ", errors.Take(MaxShown))}{(left > 0 ? $"\n- and {left} more" : string.Empty)}";
        return new(context.Id, text) { File = context.OwnFile };
    }

    /// <summary>Says where a place is. Lines that the file itself gives to its parts do not count.</summary>
    public static string PlaceOf(Location place, string file) =>
        place.GetLineSpan() is { IsValid: true, StartLinePosition: var start } ? string.Create(CultureInfo.InvariantCulture, $"{file}({start.Line + 1},{start.Character + 1})") : file;

    /// <summary>Says what the compiler found.</summary>
    public static string TextOf(Diagnostic found, string file) =>
        $"{PlaceOf(found.Location, file)}: {SourceRules.TextOf(found.Id) ?? $"{found.Id}: {found.GetMessage(CultureInfo.InvariantCulture)}"}";

    private static string Sentence(string text) => text is [.., '.' or '!' or '?'] ? text : $"{text}.";
}
