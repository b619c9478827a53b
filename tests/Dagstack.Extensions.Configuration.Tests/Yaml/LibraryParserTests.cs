using System.Text;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Tests.Fuzz;
using Dagstack.Extensions.Configuration.Tree;
using Xunit;
using YamlDotNet.Core;

namespace Dagstack.Extensions.Configuration.Tests.Yaml;

/// <summary>The grammar is read here from tokens; the library's own parser must agree with every answer.</summary>
public sealed class LibraryParserTests(ITestOutputHelper output)
{
    private static int Count => Limits.IsLong ? 200_000 : 10_000;

    [Fact]
    public void Read_MutatedYaml_AgreesWithTheLibrarysParser()
    {
        var (same, refused, lost) = (0, 0, 0);
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
                var theirs = LibraryParser.Read(text);
                same++;

                // The library's parser does without a comma after a nested collection, which the specification does not.
                if (tree != theirs && error?.Contains("did not find expected ','", StringComparison.Ordinal) != true)
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
                refused++;
                if (tree != "not YAML")
                {
                    differences.Add($"seed {seed}: {exception.Message}\n{tree}\n{text}");
                }
            }
        }

        Assert.True(differences.Count == 0, $"{differences.Count} differences\n{string.Join("\n=====\n", differences.Take(6))}");
        output.WriteLine($"{same} the same, {refused} refused by both, {lost} not compared");
        Assert.True(same > Count / 100 && refused > Count / 100);
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
            return exception.Message.Contains("the file is not valid YAML", StringComparison.Ordinal) ? "not YAML" : null;
        }
    }
}
