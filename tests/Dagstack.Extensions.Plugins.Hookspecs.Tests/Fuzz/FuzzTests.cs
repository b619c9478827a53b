using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Fuzz;

/// <summary>Files with pieces cut out, doubled, swapped and replaced: each is read, or says where it cannot be.</summary>
public sealed class FuzzTests
{
    private static readonly int s_count = Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 50_000 : 2_000;

    private static readonly string[] s_pieces =
        [":", "- ", "  ", "\t", "\n", "{", "}", "[", "]", "\"", "'", "|", ">", "&a ", "*a", "<<: ", "!!int ", "%YAML 1.1\n", "---\n", "...", "#", "\u2028", "\u0085", "\0", "\uFEFF", "null", "true", "1e999", "-0", "0x1F", "$ref", "#/$defs/", "type", "object", "\uD800", "😀", ",", "\\u0000", "\\ud800", "{}", "[]", "~", "? "];

    [Fact]
    public void Read_AnyText_IsReadOrSaysWhereItCannotBe()
    {
        using var folder = new KindFolder();
        var random = new Random(22);
        var (valid, broken) = (0, 0);
        var kind = new RandomKind(1).Create();
        IReadOnlyList<EmittedFile> files = [];
        for (var i = 0; i < s_count; i++)
        {
            if (i % 50 == 0)
            {
                kind = new RandomKind((i / 50) + 1).Create();
                files = HookspecEmitter.Emit(kind, HookspecTarget.Yaml);
                foreach (var file in files)
                {
                    folder.WriteFile(file.Path, file.Text);
                }
            }

            var victim = files[random.Next(files.Count)];
            var text = Broken(victim.Text, random);
            WriteAs(folder, victim.Path, text, random);

            HookspecResult result;
            try
            {
                result = HookspecFile.Read(Path.Combine(folder.Path, kind.Kind, $"v{kind.Major}.yaml"));
            }
            catch (Exception fault)
            {
                Assert.Fail($"round {i}: {fault}\n{text}");
                return;
            }

            folder.WriteFile(victim.Path, victim.Text);
            _ = result.IsValid ? valid++ : broken++;
            foreach (var problem in result.Problems)
            {
                Assert.True(problem.Message.Length is > 10 and < 1000 && !problem.Message.Contains("   at ", StringComparison.Ordinal), $"round {i}: {problem}");
                Assert.True(problem.Line >= 0 && problem.Column >= 0 && problem.ToString().All(static letter => !char.IsControl(letter)), $"round {i}: {problem}");
            }

            Assert.Equal(result.IsValid, result.Problems.All(static problem => problem.IsWarning));
        }

        Assert.True(valid > s_count / 50 && broken > s_count / 4, $"{valid} valid, {broken} broken");
    }

    private static string Broken(string text, Random random)
    {
        var broken = new StringBuilder(text);
        for (var changes = 1 + random.Next(3); changes > 0 && broken.Length > 0; changes--)
        {
            var at = random.Next(broken.Length);
            var length = Math.Min(random.Next(12), broken.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    broken.Remove(at, length);
                    break;
                case 1:
                    broken.Insert(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                case 2:
                    broken.Insert(random.Next(broken.Length), broken.ToString(at, length));
                    break;
                case 3:
                    broken[at] = (char)random.Next(32, 127);
                    break;
                default:
                    broken.Length = at;
                    break;
            }
        }

        return broken.ToString();
    }

    // Now and then it is no UTF-8 either.
    private static void WriteAs(KindFolder folder, string path, string text, Random random)
    {
        var full = folder.WriteFile(path, string.Empty);
        File.WriteAllBytes(full, random.Next(200) == 0 ? Encoding.Latin1.GetBytes(text + "ß") : Encoding.UTF8.GetBytes(text));
    }
}
