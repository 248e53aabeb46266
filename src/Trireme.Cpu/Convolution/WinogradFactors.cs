using System.Runtime.CompilerServices;

namespace Trireme.Cpu.Convolution;

/// <summary>
/// The transformed tiles of a group of bands: product p of channel c of tile t stands at p · Product in panels of tiles, for each panel in blocks of one vector of
/// channels, in these tile after tile. A last channel beside whole vectors of others would take as much time and memory as a vector: its tiles are transformed a
/// vector of them at once, and their products lie close together behind all others, twice: all of a tile, and all tiles of one.
/// </summary>
internal readonly unsafe struct WinogradFactors<L, T>
    where L : struct, ILanes<L>
    where T : struct, IWinogradTile<L>
{
    private readonly ConvPass _pass;
    private readonly WinogradTiles _tiles;

    /// <summary>What lies in memory for groups of so many bands.</summary>
    public WinogradFactors(in ConvPass pass, in WinogradTiles tiles, int together)
    {
        _pass = pass;
        _tiles = tiles;
        Together = together;
        HasLast = pass.InChannels % L.Count == 1;
        Channels = HasLast ? pass.InChannels - 1 : (pass.InChannels + L.Count - 1) / L.Count * L.Count;
        Places = Panels(together * tiles.BandTiles).Places;
        Product = ((nint)Channels * Places) + Winograd.ProductPadding;
        Floats = (Products * Product) + (HasLast ? ((LastBlocks * L.Count) + Products) * Places : 0);
    }

    /// <summary>Bands of a group.</summary>
    public int Together { get; }

    /// <summary>Whole vectors of channels.</summary>
    public int Channels { get; }

    /// <summary>Whether one more channel stands beside them.</summary>
    public bool HasLast { get; }

    /// <summary>Floats from one product to the next.</summary>
    public nint Product { get; }

    /// <summary>Floats of a group.</summary>
    public nint Floats { get; }

    /// <summary>Floats that may be read behind those of the last group.</summary>
    public static int Slack => L.Count;

    /// <summary>Floats of working memory that <see cref="Gather"/> needs.</summary>
    public long GatherFloats => Math.Max(
        _tiles.StageFloats<L>(WinogradPlanes.Inputs(_pass)) + WinogradTransforms<L, T>.TemporaryFloats,
        HasLast ? _tiles.StageFloats<Lanes1>(WinogradPlanes.Inputs(_pass)) + LastPatches.Floats : 0);

    private static int Products => WinogradTransforms<L, T>.Products;

    // Vectors of the last channel's products of a tile.
    private static int LastBlocks => (Products + L.Count - 1) / L.Count;

    // Tiles of a group that there is room for.
    private int Places { get; }

    /// <summary>How so many tiles lie in panels.</summary>
    public static TilePanels Panels(int tiles) => new(tiles, Tile.MaxRows<L, float>());

    /// <summary>Number of tiles of a group.</summary>
    public int TilesOf(int group) => Math.Min(Together, _tiles.Bands - (group * Together)) * _tiles.BandTiles;

    /// <summary>Where the last channel's product of the first tile stands; those of the next tiles follow vectors apart.</summary>
    public float* Last(float* factors, int product) => factors + (Products * Product) + ((nint)(product / L.Count) * Places * L.Count) + (product % L.Count);

    /// <summary>Where it stands with those of the next tiles beside it.</summary>
    public float* LastTiles(float* factors, int product) => factors + (Products * Product) + (((LastBlocks * L.Count) + (nint)product) * Places);

    /// <summary>Transforms the tiles of bands [first, last) of a group.</summary>
    public void Gather(int group, int first, int last, float* factors, float* memory)
    {
        var planes = WinogradPlanes.Inputs(_pass);
        int firstTile = (first - (group * Together)) * _tiles.BandTiles;
        TilePanels panels = Panels(TilesOf(group));
        _tiles.ForEach<L, Patches>(planes, first, last, Channels, memory, new Patches
        {
            Factors = this,
            Panels = panels,
            FirstTile = firstTile,
            Target = factors,
            Lines = memory + _tiles.StageFloats<L>(planes),
        });
        if (!HasLast)
            return;
        planes.Source += Channels * planes.Channel;
        planes.Channels = 1;
        var patches = new LastPatches
        {
            Target = Last(factors, 0) + ((nint)firstTile * L.Count),
            Beside = LastTiles(factors, 0) + firstTile,
            Places = Places,
            Tiles = (last - first) * _tiles.BandTiles,
            Memory = memory + _tiles.StageFloats<Lanes1>(planes),
        };
        _tiles.ForEach<Lanes1, LastPatches>(planes, first, last, 1, memory, patches);
    }

    private struct Patches : IWinogradPatches
    {
        public WinogradFactors<L, T> Factors;
        public TilePanels Panels;
        public int FirstTile;
        public float* Target, Lines;

        public readonly void Take(float* patch, nint row, nint column, int tile, int channel)
            => WinogradTransforms<L, T>.Input(patch, row, column, Target + Panels.At(FirstTile + tile, channel, Factors.Channels, L.Count), Factors.Product, Lines);
    }

    /// <summary>Takes patches of one channel: a vector of tiles is transformed at once, and its products are turned from a tile in each lane to a product in each.</summary>
    private struct LastPatches : IWinogradPatches
    {
        public float* Target, Beside, Memory;
        public int Places, Tiles;

        public static int Floats => (2 * WinogradTransforms<L, T>.TemporaryFloats) + (LastBlocks * L.Count * L.Count) + ImageLanes.Temporary<L>();

        public readonly void Take(float* patch, nint row, nint column, int tile, int channel)
        {
            int lane = tile % L.Count;
            Collect(patch, row, column, Memory + lane);
            if (lane + 1 < L.Count && tile + 1 < Tiles)
                return;
            float* lines = Memory + WinogradTransforms<L, T>.TemporaryFloats, transformed = lines + WinogradTransforms<L, T>.TemporaryFloats;
            WinogradTransforms<L, T>.Input(Memory, WinogradTransforms<L, T>.Patch * L.Count, L.Count, transformed, L.Count, lines);
            Spread(transformed, tile - lane, lane + 1);
        }

        [MethodImpl(Compiled.Alone)]
        private readonly void Spread(float* transformed, int tile, int tiles)
        {
            float* beside = Beside + tile, target = Target + ((nint)tile * L.Count), temporary = transformed + (LastBlocks * L.Count * L.Count);
            for (int p = 0; p < Products; p++, beside += Places)
                L.Load(transformed + (p * L.Count)).StoreFirst(beside, tiles);
            // What is turned behind the last product is read by nobody.
            for (int i = 0; i < LastBlocks; i++, transformed += L.Count * L.Count, target += (nint)Places * L.Count)
                ImageLanes.Out<L>(transformed, L.Count, tiles, target, L.Count, temporary);
        }

        [MethodImpl(Compiled.Alone)]
        private static void Collect(float* patch, nint row, nint column, float* lanes)
        {
            for (int i = 0; i < WinogradTransforms<L, T>.Patch; i++, patch += row)
            {
                float* from = patch;
                for (int j = 0; j < WinogradTransforms<L, T>.Patch; j++, from += column, lanes += L.Count)
                    *lanes = *from;
            }
        }
    }
}
