using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace Dagstack.Extensions.Configuration.Tests.Toml;

/// <summary>One file, whose changes are told on the thread of the test: what would leave a watcher's thread comes out of it.</summary>
internal sealed class ManualFiles(TempFolder folder) : IFileProvider, IDisposable
{
    private CancellationTokenSource _source = new();

    /// <summary>Gets or sets what is put around the content, if anything is.</summary>
    public Func<Stream, Stream>? Around { get; set; }

    public void Write(string text)
    {
        folder.Write("app.toml", text);
        Interlocked.Exchange(ref _source, new()).Cancel();
    }

    public void Delete()
    {
        File.Delete(folder.Combine("app.toml"));
        Interlocked.Exchange(ref _source, new()).Cancel();
    }

    public IChangeToken Watch(string filter) => new CancellationChangeToken(Volatile.Read(ref _source).Token);

    public IFileInfo GetFileInfo(string subpath) => new Info(this, folder.Combine(subpath));

    public IDirectoryContents GetDirectoryContents(string subpath) => NotFoundDirectoryContents.Singleton;

    public void Dispose() => _source.Dispose();

    private sealed class Info(ManualFiles files, string path) : IFileInfo
    {
        public bool Exists => File.Exists(path);

        public bool IsDirectory => false;

        public DateTimeOffset LastModified => default;

        public long Length => new FileInfo(path).Length;

        public string Name => Path.GetFileName(path);

        public string? PhysicalPath => null;

        public Stream CreateReadStream()
        {
            var stream = new MemoryStream(File.ReadAllBytes(path));
            return files.Around?.Invoke(stream) ?? stream;
        }
    }
}
