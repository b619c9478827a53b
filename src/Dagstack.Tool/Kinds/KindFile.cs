using Dagstack.Extensions.Plugins.Hookspecs;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Kinds;

/// <summary>A file that is made of a kind.</summary>
/// <param name="Path">Where it belongs, below the folder for all of them.</param>
/// <param name="Text">What it says.</param>
/// <param name="Source">What it is made of.</param>
internal sealed record KindFile(string Path, string Text, string Source)
{
    /// <summary>Makes the files of kinds.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="target">What they are made into.</param>
    /// <param name="space">The namespace of C#; null for the default.</param>
    /// <exception cref="WrongUseException">Two of them would be written to one place.</exception>
    public static IReadOnlyList<KindFile> Make(IEnumerable<FoundKind> kinds, HookspecTarget target, string? space)
    {
        var files = new Dictionary<string, KindFile>(StringComparer.OrdinalIgnoreCase);
        foreach (var (spec, source) in kinds)
        {
            foreach (var made in HookspecEmitter.Emit(spec, target, new() { Namespace = space }))
            {
                if (files.TryGetValue(made.Path, out var other) && other.Source != source)
                {
                    throw new WrongUseException($"'{other.Source}' and '{source}' are both made into '{made.Path}'. Make one of them at a time, each with an --output of its own.");
                }

                files[made.Path] = new(made.Path, made.Text, source);
            }
        }

        return [.. files.Values];
    }
}
