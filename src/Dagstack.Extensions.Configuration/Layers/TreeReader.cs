using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Layers;

/// <summary>Reads a file of any format into a tree.</summary>
internal static class TreeReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="bytes">What is in the file.</param>
    /// <param name="file">Its name and format.</param>
    /// <param name="interpolator">Replaces variables, or null if they are not replaced.</param>
    /// <param name="problems">Where problems go.</param>
    /// <returns>The tree, or null if the file is not readable at all. It is usable if there are no problems.</returns>
    public static ConfigMap? Read(ReadOnlyMemory<byte> bytes, ConfigFile file, Interpolator? interpolator, ProblemList problems)
    {
        var context = new ReadContext(file, interpolator, problems);
        try
        {
            var text = SourceText.Decode(bytes.Span, context);
            var builder = new ConfigTreeBuilder(context);
            var root = file.Format == ConfigFormat.Json ? JsonTree<ConfigNode>.Read(SourceText.WithoutMark(bytes).Span, ReadLimits.Depth + 1, builder)
                : file.Format == ConfigFormat.Toml ? TomlTree<ConfigNode>.Read(text, builder)
                : YamlTree<ConfigNode>.Read(text, builder);
            if (root is ConfigMap map)
            {
                return map;
            }

            context.Report($"the root is {root.Description}, and it has to be a mapping of keys to values. Put what is there under a key.", root.Line, root.Column);
        }
        catch (ReadFault fault)
        {
            problems.Add(fault.Problem);
        }

        return null;
    }
}
