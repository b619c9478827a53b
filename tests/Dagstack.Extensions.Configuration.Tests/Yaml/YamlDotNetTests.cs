using System.Text;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tests.Fuzz;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;
using YamlDotNet.Core;

namespace Dagstack.Extensions.Configuration.Tests.Yaml;

/// <summary>A library that is not the one used here must agree with every answer, but for what is known of the two.</summary>
public sealed class YamlDotNetTests(ITestOutputHelper output)
{
    private const string NotYaml = "not YAML";

    private static int Count => Limits.IsLong ? 200_000 : 10_000;

    /// <summary>Gets what YamlDotNet reads and YAML 1.2 does not allow.</summary>
    private static string[] KnownToRead { get; } =
    [
        "did not find expected ','", // After a nested collection.
        "cannot start any token", // | > @ ` and % in flow.
        "a comment has no blank before it",
        "it cannot be read on from here", // In flow, at the beginning of a line, after a question mark.
        "found unknown directive name", // After the first document has begun.
        "mapping values are not allowed in this context", // After a star within a text.
        "did not find expected tag URI",
        "a tab indents this line", // Before a key.
        "a key is empty",
        "found wrong indentation", // After an escaped end of line.
    ];

    /// <summary>Gets what YamlDotNet refuses and YAML 1.2 allows, beside a value with colons at its beginning right after a key in quotes.</summary>
    private static string[] KnownToRefuse { get; } =
    [
        "found unexpected end of stream", // After a directive's name.
        "found extra spaces in first line", // Of a literal or folded text, and not more than in the others.
        "found more spaces in lines above first content line",
        "found invalid mapping", // After a star within a key.
        "found invalid tab as indentation", // On a line without more.
        "found a tab character",
        "did not find expected key", // After a quote within a key.
    ];

    [Fact]
    public void Read_MutatedYaml_AgreesWithAnotherLibrary()
    {
        var (same, refused, lost, known) = (0, 0, 0, 0);
        var differences = new List<string>();
        for (var seed = 0; seed < Count; seed++)
        {
            var (bytes, format) = Mutation.Of(seed);
            if (format != ConfigFormat.Yaml || Read(bytes, out var error) is not { } tree)
            {
                continue;
            }

            var text = Encoding.UTF8.GetString(bytes);
            text = text.StartsWith('\uFEFF') ? text[1..] : text;
            if (text.AsSpan().ContainsAny("\u0085\u2028\u2029"))
            {
                // The library ends a line there, as YAML 1.1 does.
                continue;
            }

            try
            {
                var theirs = YamlDotNetParser.Read(text);
                if (tree == theirs)
                {
                    same++;
                }
                else if ((error is not null && KnownToRead.Any(known => error.Contains(known, StringComparison.Ordinal))) || HasEmptyValueInFlow(text))
                {
                    known++;
                }
                else
                {
                    differences.Add($"seed {seed}: {error}\n{tree}\n{theirs}\n{text}");
                }
            }
            catch (Exception exception) when (exception is KeyNotFoundException or InvalidCastException or InvalidOperationException or ArgumentException or ReadFault)
            {
                // An alias of nothing, a key that is no scalar, a number without end: the parser lets them through, and this
                // reader of its events does not go on. Now and then it loses its own way.
                lost++;
            }
            catch (YamlException exception) when (exception.Message.Contains("incompatible", StringComparison.Ordinal))
            {
                // A version beyond 1.2 is to be read as 1.2.
                lost++;
            }
            catch (YamlException exception)
            {
                if (tree == NotYaml)
                {
                    refused++;
                }
                else if (KnownToRefuse.Any(known => exception.Message.Contains(known, StringComparison.Ordinal)) || text.Contains("'::", StringComparison.Ordinal))
                {
                    known++;
                }
                else
                {
                    differences.Add($"seed {seed}: {exception.Message}\n{tree}\n{text}");
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join("\n=====\n", differences.Take(6))}");
        output.WriteLine($"{same} the same, {refused} refused by both, {known} as it is known, {lost} not compared");
        Assert.True(same > Count / 100 && refused > Count / 100 && known < Count / 100);
    }

    // What is refused for another reason than its syntax is not compared.
    private static string? Read(byte[] bytes, out string? error)
    {
        error = null;
        try
        {
            return Trees.Json(Trees.Read(bytes, ConfigFormat.Yaml));
        }
        catch (ConfigException exception)
        {
            error = exception.Message;
            return exception.Message.Contains("the file is not valid YAML", StringComparison.Ordinal) ? NotYaml : null;
        }
    }

    // {a:} is a key a without a value, and YamlDotNet has a key a: there, unless a comma follows.
    private static bool HasEmptyValueInFlow(string text) => text.Contains(":}", StringComparison.Ordinal) || text.Contains(":]", StringComparison.Ordinal) || text.Contains(":[", StringComparison.Ordinal);
}
