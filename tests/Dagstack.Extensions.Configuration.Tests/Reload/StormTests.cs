using System.Globalization;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>A writer that does everything wrong, and readers that must never see two versions in one.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int Keys = 50;

    /// <summary>Ways that leave something behind that is never good: empty, cut off, deleted, no YAML, no text.</summary>
    private static readonly int[] s_refused = [0, 1, 3, 5, 7];

    private static int Rounds => Limits.IsLong ? 400 : 40;

    [Fact]
    public async Task Readers_WhileFilesAreRewrittenInEveryBadWay_NeverSeeAMix()
    {
        using var watched = new Watched(Text(0), configure: static o =>
        {
            o.StableWindow = TimeSpan.FromMilliseconds(2);

            // A file that was cut off may be good YAML: what has to be there is for the application to say.
            o.Validate(static config => Versions(config));
        });
        using var stop = new CancellationTokenSource();
        var reads = new int[3];
        var readers = Enumerable.Range(0, reads.Length).Select(reader => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                reads[reader] += Versions(watched.Config.Freeze()) >= 0 ? 1 : 0;
            }
        })).ToList();

        var random = new Random(7);
        for (var round = 1; round <= Rounds; round++)
        {
            Misuse(watched.Folder, random.Next(8), random, round);
            if (round % 4 == 0)
            {
                // Now and then the watcher gets the time to see what is there: a good version, a bad one.
                await TakeAsync(watched, round);
                var refused = watched.Rejections.Count;
                Misuse(watched.Folder, s_refused[random.Next(s_refused.Length)], random, round);
                await watched.UntilAsync(() => watched.Rejections.Count > refused);
            }
        }

        await TakeAsync(watched, Rounds + 1);
        await stop.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(Limits.Patience);
        Assert.All(reads, static count => Assert.True(count > 0));
        Assert.True(watched.Changes >= (Rounds / 4) + 1);
        Assert.True(watched.Rejections.Count >= Rounds / 4);
        output.WriteLine($"{reads.Sum()} reads, {watched.Changes} changes, {watched.Rejections.Count} refused");
    }

    [Fact]
    public async Task Configuration_ReadWithinItsChange_IsOneVersion()
    {
        using var folder = new TempFolder();
        folder.Write("app.yaml", Text(0));
        using var root = (ConfigurationRoot)new ConfigurationBuilder().SetBasePath(folder.Path).AddDagstackConfig("app.yaml", static o => (o.ReloadOnChange, o.StableWindow) = (true, TimeSpan.FromMilliseconds(2))).Build();
        var mixed = 0;
        var last = 0;
        using var registration = Microsoft.Extensions.Primitives.ChangeToken.OnChange(root.GetReloadToken, () =>
        {
            var values = Enumerable.Range(0, Keys).Select(i => root[$"list:{i.ToString(CultureInfo.InvariantCulture)}"]).Append(root["first"]).Append(root["last"]).Distinct().ToList();
            mixed += values.Count - 1;
            Volatile.Write(ref last, int.Parse(values[0]!, CultureInfo.InvariantCulture));
        });
        using var limit = new CancellationTokenSource(Limits.Patience);
        for (var version = 1; version <= 20; version++)
        {
            File.Move(folder.Write("next", Text(version)), folder.Combine("app.yaml"), overwrite: true);
            while (Volatile.Read(ref last) != version)
            {
                limit.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.Equal(0, mixed);
    }

    private static async Task TakeAsync(Watched watched, int version)
    {
        watched.Folder.Write("app.yaml", Text(version));
        await watched.UntilAsync(() => watched.Config.GetInt32("first") == version);
    }

    private static void Misuse(TempFolder folder, int way, Random random, int round)
    {
        var path = folder.Combine("app.yaml");
        var text = Text(round);
        switch (way)
        {
            case 0:
                File.WriteAllText(path, string.Empty);
                break;
            case 1:
                File.WriteAllText(path, text[..random.Next(text.Length / 2)]);
                break;
            case 2:
                File.Move(folder.Write("next", text), path, overwrite: true);
                break;
            case 3:
                File.Delete(path);
                break;
            case 4:
                File.Delete(path);
                File.WriteAllText(path, text);
                break;
            case 5:
                File.WriteAllText(path, text + "]]] {{{ : not yaml");
                break;
            case 6:
                using (var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
                {
                    foreach (var part in text.Chunk(64))
                    {
                        stream.Write(System.Text.Encoding.UTF8.GetBytes(part));
                        stream.Flush();
                    }
                }

                break;
            default:
                File.WriteAllBytes(path, [0, 1, 2, 0xFF]);
                break;
        }
    }

    private static string Text(int version) =>
        string.Create(CultureInfo.InvariantCulture, $"first: {version}\nlist:\n{string.Concat(Enumerable.Repeat($"- {version}\n", Keys))}last: {version}\n");

    /// <summary>The version that all values are of.</summary>
    private static long Versions(DagstackConfig config)
    {
        var version = config.GetInt64("first");
        var list = config.GetList("list");
        return list.Count == Keys && list.All(item => version.Equals(item)) && config.GetInt64("last") == version
            ? version
            : throw new ConfigException(ConfigErrorReason.ValidationFailed, "list", $"it is a mix: {version}, {string.Join(',', list.Distinct())}, {config.GetInt64("last")}");
    }
}
