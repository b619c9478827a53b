using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Http;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>How much a server may answer.</summary>
public sealed class LimitedStreamTests
{
    [Theory]
    [InlineData("0123456789", false, true)]
    [InlineData("0123456789a", false, false)]
    [InlineData("data: 12\n\ndata: 34\n\ndata: 56\n\n", true, true)]
    [InlineData("data: 12\r\n\r\ndata: 3\r\n\r\n", true, true)]
    [InlineData("data: 12\ndata: 34\n\n", true, false)]
    [InlineData("data: 12\n\ndata: 345678\n\n", true, false)]
    public async Task Read_MessagesByTheByte_AreBoundedEach(string text, bool areEvents, bool isTaken)
    {
        foreach (var size in new[] { 1, 3, 1000 })
        {
            await using var stream = new LimitedStream(new MemoryStream(Encoding.UTF8.GetBytes(text)), 11 - (areEvents ? 0 : 1), areEvents, static () => { });
            var buffer = new byte[size];
            var read = new StringBuilder();
            var fault = await Record.ExceptionAsync(async () =>
            {
                while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
                {
                    read.Append(Encoding.UTF8.GetString(buffer, 0, count));
                }
            });

            Assert.Equal(isTaken, fault is null);
            Assert.True(isTaken ? read.ToString() == text : fault is InvalidDataException, $"{fault}");
        }
    }

    [Fact]
    public async Task Read_ConnectionThatBreaks_IsTold()
    {
        var told = 0;
        await using var stream = new LimitedStream(new Broken(), 10, areEvents: false, () => told++);

        await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal(1, told);
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken");
    }
}
