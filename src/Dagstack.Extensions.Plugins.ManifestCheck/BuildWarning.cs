using System.Globalization;

namespace Dagstack.Extensions.Plugins.ManifestCheck;

/// <summary>A warning in the form that MSBuild recognises in what a program prints.</summary>
internal sealed record BuildWarning(string File, int? Line, int? Column, string Code, string Message)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var place = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"({line},{Column ?? 1})") : string.Empty;

        // A warning ends where its line ends, and a manifest may have put a line break into the message.
        return $"{File}{place}: warning {Code}: {Message.ReplaceLineEndings(" ")}";
    }
}
