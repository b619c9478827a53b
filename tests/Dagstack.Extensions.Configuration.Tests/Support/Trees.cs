using System.Text;
using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Interpolation;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Tests;

/// <summary>Reads single texts, and shows trees.</summary>
internal static class Trees
{
    public static ConfigMap Read(string text, ConfigFormat format, Func<string, string?>? variables = null) => Read(Encoding.UTF8.GetBytes(text), format, variables);

    /// <summary>Reads bytes, without variables unless there are some.</summary>
    public static ConfigMap Read(byte[] bytes, ConfigFormat format, Func<string, string?>? variables = null)
    {
        var problems = new ProblemList();
        var root = TreeReader.Read(bytes, new ConfigFile("file", format), variables is null ? null : new Interpolator(variables), problems);
        problems.ThrowIfAny();
        return root!;
    }

    public static string Json(ConfigNode node) => new CanonicalJson(static (secret, _) => secret.Reference.ToString(), mask: false).Write(node, string.Empty);

    public static string Json(string text, ConfigFormat format) => Json(Read(text, format));
}
