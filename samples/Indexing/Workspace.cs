using System.Text.Json;

namespace Indexing;

/// <summary>The folder in which steps leave what they have made for the next one: whole or not at all, since they may be killed at any moment.</summary>
/// <param name="documents">Where the documents are.</param>
/// <param name="data">Where results are.</param>
public sealed class Workspace(string documents, string data)
{
    /// <summary>Gets the names of the documents.</summary>
    public IReadOnlyList<string> Documents { get; } =
        [.. Directory.EnumerateFiles(documents, "*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];

    public Task<string> ReadDocumentAsync(string document, CancellationToken cancellationToken) =>
        File.ReadAllTextAsync(Path.Combine(documents, document + ".md"), cancellationToken);

    public async Task<T> ReadAsync<T>(string step, string document, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(PathOf(step, document));
        return (await JsonSerializer.DeserializeAsync<T>(file, cancellationToken: cancellationToken))!;
    }

    public async Task WriteAsync<T>(string step, string document, T value, CancellationToken cancellationToken)
    {
        var path = PathOf(step, document);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var beside = $"{path}.{Guid.NewGuid():N}";
        await File.WriteAllTextAsync(beside, JsonSerializer.Serialize(value), cancellationToken);
        File.Move(beside, path, overwrite: true);
    }

    private string PathOf(string step, string document) => Path.Combine(data, step, document + ".json");
}
