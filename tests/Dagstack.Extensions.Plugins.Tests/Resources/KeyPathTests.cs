using Dagstack.Extensions.Plugins.Resources;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("a/b.json", "a+/b.json")]
    [InlineData("Ab", "%41b")]
    [InlineData("a b", "a%20b")]
    [InlineData("é", "%c3%a9")]
    [InlineData("e\u0301", "e%cc%81")]
    [InlineData("😀", "%f0%9f%98%80")]
    [InlineData("a.", "a%2e")]
    [InlineData("...", "..%2e")]
    [InlineData("a%41", "a%2541")]
    [InlineData("a+/b=", "a%2b+/b%3d")]
    [InlineData("#unfinished", "%23unfinished")]
    [InlineData("progra~1", "progra%7e1")]
    [InlineData("c:x", "c%3ax")]
    [InlineData("con", "%63on")]
    [InlineData("CON", "%43%4f%4e")]
    [InlineData("con/nul.tar.gz/com1", "%63on+/%6eul.tar.gz+/%63om1")]
    [InlineData("lpt9.txt", "%6cpt9.txt")]
    [InlineData("aux.", "%61ux%2e")]
    [InlineData("prn", "%70rn")]
    [InlineData("console/com/com10/lpt/nulx", "console+/com+/com10+/lpt+/nulx")]
    public void OfFile_Key_IsAPortablePath(string key, string path)
    {
        path = path.Replace('/', Path.DirectorySeparatorChar);
        Assert.Equal(path, KeyPath.OfFile(key));
        Assert.Equal(key, KeyPath.TryRead(path));
    }

    [Fact]
    public void OfFile_LongSegments_GoOnOneFolderDeeper()
    {
        var x = new string('x', 200);
        var separator = Path.DirectorySeparatorChar;
        Assert.Equal(x, KeyPath.OfFile(x));
        Assert.Equal($"{x}={separator}=con", KeyPath.OfFile(x + "con"));
        Assert.Equal($"{x}={separator}=a+{separator}b", KeyPath.OfFile(x + "a/b"));
        Assert.Equal($"{x}={separator}={x}={separator}=y", KeyPath.OfFile(x + x + "y"));
        Assert.Equal($"{x}={separator}=a+", KeyPath.OfFolder(x + "a"));
    }

    [Fact]
    public void OfFile_AnyKeys_HaveDistinctPathsThatAreReadBack()
    {
        // Characters that escaping, case folding, normalisation or cutting could confuse.
        const string alphabet = "aAbB.%+=~#_-4 1/éÉ\u0301K\u212A";
        var random = new Random(20_260_101);
        var paths = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var tried = 0;
        while (tried < 20_000)
        {
            var key = string.Concat(Enumerable.Range(0, random.Next(100) == 0 ? random.Next(200, 250) : random.Next(1, 9)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            if (!StorageKeyRules.Allow(key))
            {
                continue;
            }

            tried++;
            var path = KeyPath.OfFile(key);
            Assert.Equal(key, KeyPath.TryRead(path));
            Assert.True(paths.TryAdd(path, key) || paths[path] == key, $"'{key}' and '{paths[path]}' meet in '{path}'.");
            Assert.All(path.Split(Path.DirectorySeparatorChar), static name =>
            {
                Assert.InRange(name.Length, 1, 202);
                Assert.Matches(@"^=?[a-z0-9._%\-]+[+=]?$", name);
                Assert.False(name.EndsWith('.'));
            });
        }

        // A folder of one key is never the file of another.
        Assert.DoesNotContain(paths.Keys, path => paths.ContainsKey(Path.GetDirectoryName(path)!));
    }

    /// <summary>The grammar, said another way.</summary>
    private static class StorageKeyRules
    {
        public static bool Allow(string key) => System.Text.Encoding.UTF8.GetByteCount(key) <= 512 && key.Split('/').All(static segment => segment is not ("" or "." or ".."));
    }
}
